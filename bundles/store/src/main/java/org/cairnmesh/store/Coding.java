// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/**
 * How keys and values of the log file are laid out: numbers most significant byte first, so that
 * keys sort as they are read; fields of free length behind their length in four bytes.
 */
final class Coding {
    private static final int TIP_BYTES = FeedId.SIZE + Long.BYTES + BlockId.SIZE;

    private Coding() { }

    static byte[] block(Block block) {
        int free = block.header().size() + block.body().size() + block.signature().size()
            + block.envelopes().stream().mapToInt(e -> Integer.BYTES + e.size()).sum();
        ByteBuffer out = ByteBuffer.allocate(
            FeedId.SIZE + Long.BYTES + 2 * BlockId.SIZE + 4 * Integer.BYTES + free);
        put(out, block.feed().value());
        out.putLong(block.number());
        put(out, block.id().value());
        put(out, block.previous().value());
        out.putInt(block.events());
        putFree(out, block.header());
        putFree(out, block.body());
        putFree(out, block.signature());
        block.envelopes().forEach(envelope -> putFree(out, envelope));
        return out.array();
    }

    /**
     * What the other wrote.
     *
     * @throws IllegalStateException if the value is anything else
     */
    static Block block(byte[] value) {
        return read(value, in -> {
            FeedId feed = new FeedId(get(in, FeedId.SIZE));
            long number = in.getLong();
            BlockId id = new BlockId(get(in, BlockId.SIZE));
            BlockId previous = new BlockId(get(in, BlockId.SIZE));
            return new Block(id, feed, number, previous, in.getInt(), getFree(in), getFree(in),
                getFree(in), getRest(in));
        });
    }

    private static List<Bytes> getRest(ByteBuffer in) {
        List<Bytes> rest = new ArrayList<>();
        while (in.hasRemaining()) {
            rest.add(getFree(in));
        }
        return rest;
    }

    private static <T> T read(byte[] value, Function<ByteBuffer, T> with) {
        try {
            ByteBuffer in = ByteBuffer.wrap(value);
            T read = with.apply(in);
            if (in.hasRemaining()) {
                throw new IllegalStateException(in.remaining() + " bytes behind a value");
            }
            return read;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IllegalStateException("a value that ends, or is none", e);
        }
    }

    static byte[] staged(Staged staged) {
        byte[] token = staged.token().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(
            2 * Integer.BYTES + staged.event().size() + staged.name().size() + token.length);
        putFree(out, staged.event());
        putFree(out, staged.name());
        out.put(token);
        return out.array();
    }

    /**
     * What the other wrote.
     *
     * @throws IllegalStateException if the value is anything else
     */
    static Staged staged(byte[] value) {
        return read(value, in -> new Staged(getFree(in), getFree(in), text(in)));
    }

    private static String text(ByteBuffer in) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(in).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a text that is no UTF-8", e);
        }
    }

    static byte[] place(FeedId feed, long number, long arrival) {
        ByteBuffer out = ByteBuffer.allocate(FeedId.SIZE + 2 * Long.BYTES);
        put(out, feed.value());
        return out.putLong(number).putLong(arrival).array();
    }

    static long arrival(byte[] place) {
        return ByteBuffer.wrap(place).getLong(FeedId.SIZE + Long.BYTES);
    }

    static byte[] tip(FeedId feed, long number, BlockId id) {
        ByteBuffer out = ByteBuffer.allocate(TIP_BYTES);
        put(out, feed.value());
        out.putLong(number);
        put(out, id.value());
        return out.array();
    }

    /** What is known of a block that was set aside: where it stands, and its bytes if any. */
    static byte[] aside(Aside.Missing missing) {
        byte[] tip = tip(missing.feed(), missing.number(), missing.id());
        byte[] block = missing.block().map(Coding::block).orElse(new byte[0]);
        return ByteBuffer.allocate(tip.length + block.length).put(tip).put(block).array();
    }

    static Aside.Missing aside(byte[] value) {
        Frontier.Tip tip = tip(value);
        return new Aside.Missing(feed(value), tip.number(), tip.id(), value.length == TIP_BYTES
            ? Optional.empty()
            : Optional.of(block(Arrays.copyOfRange(value, TIP_BYTES, value.length))));
    }

    static byte[] number(long number) {
        return Bytes.ofLong(number).toArray();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }

    static FeedId feed(byte[] key) {
        return new FeedId(Bytes.of(key, 0, FeedId.SIZE));
    }

    static Frontier.Tip tip(byte[] key) {
        return new Frontier.Tip(ByteBuffer.wrap(key).getLong(FeedId.SIZE), new BlockId(
            Bytes.of(key, FeedId.SIZE + Long.BYTES, BlockId.SIZE)));
    }

    private static void put(ByteBuffer out, Bytes bytes) {
        out.put(bytes.toArray());
    }

    private static Bytes get(ByteBuffer in, int size) {
        byte[] bytes = new byte[size];
        in.get(bytes);
        return Bytes.of(bytes);
    }

    private static void putFree(ByteBuffer out, Bytes bytes) {
        out.putInt(bytes.size());
        put(out, bytes);
    }

    private static Bytes getFree(ByteBuffer in) {
        int size = in.getInt();
        if (size < 0 || size > in.remaining()) {
            throw new IllegalStateException("a field of " + size + " bytes in a value that ends");
        }
        return get(in, size);
    }
}
