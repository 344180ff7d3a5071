// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;
import org.h2.mvstore.Cursor;

/**
 * The log of one space on H2's MVStore, in a file that it shares with others. One thread at a time.
 *
 * <p>A commit that fails leaves nothing, and the log goes on: it answers as before, and commits
 * again once the medium lets it. Only if power is lost right after a failed commit may all of it
 * be there.
 */
final class MvEventLog implements EventLog {
    private static final byte[] NOTHING = new byte[0];

    private final LogFile file;
    private final SpaceId space;
    private final Bytes id;

    MvEventLog(LogFile file, SpaceId space, Bytes id) {
        this.file = file;
        this.space = space;
        this.id = id;
    }

    @Override
    public Bytes id() {
        return id;
    }

    @Override
    public void commit(Batch batch) {
        query(tables -> refusal(tables, batch)).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        if (batch.isEmpty()) {
            return;
        }
        file.change(tables -> {
            tables.hold(space);
            apply(tables.of(space), batch);
        });
    }

    private static Optional<String> refusal(SpaceTables tables, Batch batch) {
        if (batch.sealed() > tables.staged().sizeAsLong() + batch.stage().size()) {
            return Optional.of("seals more than is staged: " + batch.sealed());
        }
        Set<Bytes> earlier = new HashSet<>();
        for (Block block : batch.blocks()) {
            FeedId feed = block.feed();
            long before = block.number() - 1;
            if (!earlier.add(position(feed, block.number(), block.id()))
                    || holds(tables, feed, block.number(), block.id())) {
                return Optional.of("held already: " + block.id());
            }
            if (before > 0 && !earlier.contains(position(feed, before, block.previous()))
                    && !holds(tables, feed, before, block.previous())) {
                return Optional.of("previous is not held: " + block.previous());
            }
        }
        return Optional.empty();
    }

    private static Bytes position(FeedId feed, long number, BlockId id) {
        return Bytes.of(Coding.tip(feed, number, id));
    }

    /** An id is the hash of a header with feed and number in it, so it is looked for just there. */
    private static boolean holds(SpaceTables tables, FeedId feed, long number, BlockId id) {
        byte[] wanted = id.value().toArray();
        Cursor<byte[], byte[]> places = tables.places().cursor(Coding.place(feed, number, 0),
            Coding.place(feed, number, Long.MAX_VALUE), false);
        while (places.hasNext()) {
            places.next();
            if (Arrays.equals(wanted, places.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static void apply(SpaceTables tables, Batch batch) {
        long next = SpaceTables.next(tables.staged());
        for (Staged staged : batch.stage()) {
            tables.staged().put(next++, Coding.staged(staged));
            if (!staged.token().isEmpty()) {
                tables.tokens().putIfAbsent(staged.token(), staged.name().toArray());
            }
        }
        batch.blocks().forEach(block -> arrive(tables, block));
        for (int i = 0; i < batch.sealed(); i++) {
            tables.staged().remove(tables.staged().firstKey());
        }
        batch.marks().forEach((name, mark) -> tables.marks().put(name, mark.toArray()));
    }

    private static void arrive(SpaceTables tables, Block block) {
        FeedId feed = block.feed();
        long arrival = SpaceTables.next(tables.blocks());
        tables.blocks().put(arrival, Coding.block(block));
        tables.places().put(Coding.place(feed, block.number(), arrival),
            block.id().value().toArray());
        tables.tips().remove(Coding.tip(feed, block.number() - 1, block.previous()));
        tables.tips().put(Coding.tip(feed, block.number(), block.id()), NOTHING);
    }

    @Override
    public List<Staged> staged() {
        return query(tables -> {
            List<Staged> staged = new ArrayList<>();
            tables.staged().cursor(0L).forEachRemaining(
                key -> staged.add(Coding.staged(tables.staged().get(key))));
            return List.copyOf(staged);
        });
    }

    @Override
    public Optional<Bytes> tokened(String token) {
        return query(tables -> Optional.ofNullable(tables.tokens().get(token)).map(Bytes::of));
    }

    @Override
    public Frontier frontier() {
        return query(tables -> {
            Map<FeedId, List<Frontier.Tip>> tips = new HashMap<>();
            tables.tips().cursor(NOTHING).forEachRemaining(key -> tips
                .computeIfAbsent(Coding.feed(key), feed -> new ArrayList<>())
                .add(Coding.tip(key)));
            return new Frontier(tips);
        });
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return query(tables -> {
            List<Block> blocks = new ArrayList<>();
            Cursor<byte[], byte[]> places = tables.places().cursor(
                Coding.place(feed, Math.max(from, 0), 0),
                Coding.place(feed, Long.MAX_VALUE, Long.MAX_VALUE), false);
            while (blocks.size() < max && places.hasNext()) {
                long arrival = Coding.arrival(places.next());
                blocks.add(Coding.block(tables.blocks().get(arrival)));
            }
            return List.copyOf(blocks);
        });
    }

    @Override
    public List<Block> arrived(long from, int max) {
        return query(tables -> {
            List<Block> blocks = new ArrayList<>();
            Cursor<Long, byte[]> arrived = tables.blocks().cursor(Math.max(from, 0));
            while (blocks.size() < max && arrived.hasNext()) {
                arrived.next();
                blocks.add(Coding.block(arrived.getValue()));
            }
            return List.copyOf(blocks);
        });
    }

    @Override
    public long blocks() {
        return query(tables -> SpaceTables.next(tables.blocks()));
    }

    @Override
    public Map<String, Bytes> marks() {
        return query(tables -> {
            Map<String, Bytes> marks = new HashMap<>();
            tables.marks().forEach((name, mark) -> marks.put(name, Bytes.of(mark)));
            return Map.copyOf(marks);
        });
    }

    private <T> T query(Function<SpaceTables, T> question) {
        return file.query(tables -> question.apply(tables.of(space)));
    }
}
