// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** What the body of a block holds: its events, none if it cannot be read. */
public final class SecondBody {
    /** How much a body may say, in octets. */
    static final int SAID_MAX = 65_536;
    private static final int BACK_MAX = 63;
    private static final int AFRESH = 0;
    private static final int HISTORY = 1;
    private static final int CRC = 4;

    public final List<Event> events = new ArrayList<>();
    public boolean readable;
    /** What a block that follows goes on from, and how many blocks that goes back. */
    private SecondMemory memory = new SecondMemory();
    private int back;
    private final String key;

    /** An event; the payload is CBOR, the basis a list of ids. */
    public record Event(String id, String kind, String by, long at, String payload, String basis) {
    }

    private SecondBody(SecondBlock block, Map<String, byte[]> keys) {
        key = Octets.hex(block.bytes(12));
        boolean goesOn = block.number(11) == HISTORY;
        if (goesOn) {
            SecondBody before = block.previous.orElseThrow().content();
            memory = before.memory;
            back = before.back + 1;
            if (back > BACK_MAX || !before.key.equals(key)) {
                return;
            }
        }
        try {
            byte[] body = key.isEmpty() ? block.body
                : GcmSiv.open(keys.get(key), nonce(block), block.body);
            if (goesOn || block.number(11) == AFRESH) {
                coded(block, body);
            } else {
                plain(block, body);
            }
            SecondEnvelope.open(block, keys.get(key), events);
        } catch (RuntimeException none) {
            events.clear();
        }
    }

    /** @param keys of the space, by id */
    static SecondBody of(SecondBlock block, Map<String, byte[]> keys) {
        return new SecondBody(block, keys);
    }

    private static byte[] nonce(SecondBlock block) {
        return nonce(block, "cairn body nonce", block.first());
    }

    static byte[] nonce(SecondBlock block, String label, long event) {
        byte[] previous = block.previous.map(p -> Octets.bytes(p.id)).orElse(new byte[32]);
        return Arrays.copyOf(Octets.sha256(SecondTexts.ascii(label), block.bytes(2),
            big(block.number()), previous, block.bytes(8), big(event)), 12);
    }

    private static byte[] big(long number) {
        return ByteBuffer.allocate(8).putLong(number).array();
    }

    private void coded(SecondBlock block, byte[] body) {
        SecondMemory learning = new SecondMemory(memory);
        Decisions in =
            new Decisions(Arrays.copyOf(body, body.length - CRC), learning.counts);
        SecondEvents reader = new SecondEvents(learning, in);
        for (int i = 0; i < block.events(); i++) {
            events.add(reader.event(block.origin(), block.first() + i));
        }
        if (!in.ended() || reader.says.size() > SAID_MAX) {
            throw new IllegalArgumentException("other octets at the end, or too many");
        }
        check(reader.says.toByteArray(), body);
        memory = learning;
        readable = true;
    }

    private static void check(byte[] said, byte[] octets) {
        CRC32 crc = new CRC32();
        crc.update(said);
        if (crc.getValue() != new Octets(Arrays.copyOfRange(octets, octets.length - CRC,
                octets.length)).big(CRC)) {
            throw new IllegalArgumentException("another CRC");
        }
    }

    private void plain(SecondBlock block, byte[] body) {
        byte[] inflated = inflated(body);
        byte[] said = Arrays.copyOf(inflated, inflated.length - CRC);
        check(said, inflated);
        List<?> items = (List<?>) PlainCbor.read(said);
        if (items.size() != block.events() || inflated.length > SAID_MAX) {
            throw new IllegalArgumentException("another number of events, or too much");
        }
        for (Object item : items) {
            events.add(event(block, (List<?>) item, events.size()));
        }
        readable = true;
    }

    private static Event event(SecondBlock block, List<?> item, int index) {
        List<String> basis = new ArrayList<>();
        if (item.size() == 5) {
            for (Object pair : (List<?>) item.get(4)) {
                basis.add(Octets.hex((byte[]) ((List<?>) pair).get(0)) + "-"
                    + ((List<?>) pair).get(1));
            }
        }
        return new Event(block.origin() + "-" + (block.first() + index), (String) item.get(0),
            (String) item.get(1), (Long) item.get(2), Octets.hex(PlainCbor.write(item.get(3))),
            item.size() == 5 ? String.join(" ", basis) : "none");
    }

    private static byte[] inflated(byte[] body) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body);
            byte[] out = new byte[SAID_MAX + 1];
            int size = inflater.inflate(out);
            return inflater.finished() ? Arrays.copyOf(out, size) : new byte[0];
        } catch (DataFormatException e) {
            throw new IllegalArgumentException(e);
        } finally {
            inflater.end();
        }
    }
}
