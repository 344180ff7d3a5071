// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/**
 * The log of one space on H2's MVStore, in a file that it shares with others. One thread at a time.
 *
 * <p>A commit that fails leaves nothing, and the log goes on: it answers as before, and commits
 * again once the medium lets it. Only if power is lost right after a failed commit may all of it
 * be there.
 */
final class MvEventLog implements EventLog {
    private static final byte[] NOTHING = new byte[0];
    private static final int ID_BYTES = 8;

    private final LogFile file;
    private final SpaceId space;
    private final Checkpoint checkpoint;
    /** The file's id that this log's id was made of. */
    private Bytes madeOf = Bytes.EMPTY;
    private Bytes id = Bytes.EMPTY;

    MvEventLog(LogFile file, SpaceId space, Checkpoint checkpoint) {
        this.file = file;
        this.space = space;
        this.checkpoint = checkpoint;
        id();
    }

    @Override
    public Bytes id() {
        if (!madeOf.equals(file.id())) {
            id = query(tables -> name(tables.losses()));
            madeOf = file.id();
        }
        return id;
    }

    /** The file's id is random, so this one is of no other file's log. */
    private Bytes name(long losses) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(file.id().toArray());
            sha.update(space.value().toArray());
            return Bytes.of(sha.digest(Bytes.ofLong(losses).toArray())).head(ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
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

    @Override
    public void enclose(Block block) {
        long arrival = query(tables -> arrival(tables, block.feed(), block.number(), block.id()))
            .orElseThrow(() -> new IllegalArgumentException("not held: " + block.id()));
        file.change(all -> {
            SpaceTables tables = all.of(space);
            tables.blocks().put(arrival, Coding.block(
                block(tables, arrival).withEnvelopes(block.envelopes())));
        });
    }

    @Override
    public void setAside(Set<BlockId> blocks, Set<Integer> staged) {
        if (blocks.isEmpty() && staged.isEmpty()) {
            return;
        }
        file.change(tables -> {
            setBlocksAside(tables.of(space), blocks);
            setStagedAside(tables.of(space), staged);
            tables.of(space).lose();
        });
        madeOf = Bytes.EMPTY;
    }

    private static void setBlocksAside(SpaceTables tables, Set<BlockId> ids) {
        List<Block> blocks = new ArrayList<>();
        tables.blocks().rows().forEach(row -> blocks.add(Coding.block(row.value())));
        tables.blocks().clear();
        tables.places().clear();
        tables.tips().clear();
        for (Block block : blocks) {
            if (ids.contains(block.id())) {
                tables.aside().put(block.id().value().toArray(), Coding.aside(new Aside.Missing(
                    block.feed(), block.number(), block.id(), Optional.of(block))));
            } else {
                arrive(tables, block);
            }
        }
    }

    private static void setStagedAside(SpaceTables tables, Set<Integer> indexes) {
        List<Table.Row<Long>> rows = new ArrayList<>();
        tables.staged().rows().forEach(rows::add);
        indexes.forEach(index -> {
            tables.lost().put(SpaceTables.next(tables.lost()), rows.get(index).value());
            tables.staged().remove(rows.get(index).key());
        });
    }

    @Override
    public Aside aside() {
        return file.query(all -> {
            SpaceTables tables = all.of(space);
            List<Aside.Missing> missing = new ArrayList<>();
            tables.aside().rows().forEach(row -> missing.add(Coding.aside(row.value())));
            List<String> notes = new ArrayList<>();
            all.notes().rows().forEach(
                row -> notes.add(new String(row.value(), StandardCharsets.UTF_8)));
            return new Aside(missing, Math.toIntExact(tables.lost().size()), notes);
        });
    }

    private static Optional<String> refusal(SpaceTables tables, Batch batch) {
        if (batch.sealed() > tables.staged().size() + batch.stage().size()) {
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
        return arrival(tables, feed, number, id).isPresent();
    }

    private static OptionalLong arrival(SpaceTables tables, FeedId feed, long number,
                                        BlockId id) {
        for (Table.Row<byte[]> place : tables.places().between(Coding.place(feed, number, 0),
            Coding.place(feed, number, Long.MAX_VALUE))) {
            if (Coding.tip(place.value()).id().equals(id)) {
                return OptionalLong.of(Coding.arrival(place.key()));
            }
        }
        return OptionalLong.empty();
    }

    private static void apply(SpaceTables tables, Batch batch) {
        long next = tables.nextStaged();
        for (Staged staged : batch.stage()) {
            tables.staged().put(next++, Coding.staged(staged));
            if (!staged.token().isEmpty()) {
                tables.tokens().putIfAbsent(staged.token(), staged.name().toArray());
            }
        }
        batch.blocks().forEach(block -> arrive(tables, block));
        for (int i = 0; i < batch.sealed(); i++) {
            long number = tables.staged().firstKey();
            tables.staged().remove(number);
            tables.sealedTo(number + 1);
        }
        batch.marks().forEach((name, mark) -> tables.marks().put(name, mark.toArray()));
    }

    /** Adds a block behind all others of its space. */
    static void arrive(SpaceTables tables, Block block) {
        FeedId feed = block.feed();
        long arrival = SpaceTables.next(tables.blocks());
        tables.blocks().put(arrival, Coding.block(block));
        tables.places().put(Coding.place(feed, block.number(), arrival),
            Coding.tip(feed, block.number(), block.id()));
        tables.aside().remove(block.id().value().toArray());
        tables.tips().remove(Coding.tip(feed, block.number() - 1, block.previous()));
        tables.tips().put(Coding.tip(feed, block.number(), block.id()), NOTHING);
    }

    @Override
    public List<Staged> staged() {
        return query(tables -> {
            List<Staged> staged = new ArrayList<>();
            tables.staged().rows().forEach(row -> staged.add(Coding.staged(row.value())));
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
            tables.tips().rows().forEach(row -> tips
                .computeIfAbsent(Coding.feed(row.key()), feed -> new ArrayList<>())
                .add(Coding.tip(row.key())));
            return new Frontier(tips);
        });
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return query(tables -> {
            List<Block> blocks = new ArrayList<>();
            var places = tables.places().between(Coding.place(feed, Math.max(from, 0), 0),
                Coding.place(feed, Long.MAX_VALUE, Long.MAX_VALUE)).iterator();
            while (blocks.size() < max && places.hasNext()) {
                blocks.add(block(tables, Coding.arrival(places.next().key())));
            }
            return List.copyOf(blocks);
        });
    }

    private static Block block(SpaceTables tables, long arrival) {
        byte[] block = tables.blocks().get(arrival);
        if (block == null) {
            throw new DamagedException("block " + arrival + " is not where it was");
        }
        return Coding.block(block);
    }

    @Override
    public List<Block> arrived(long from, int max) {
        return query(tables -> {
            List<Block> blocks = new ArrayList<>();
            var arrived = tables.blocks().from(Math.max(from, 0)).iterator();
            while (blocks.size() < max && arrived.hasNext()) {
                blocks.add(Coding.block(arrived.next().value()));
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
            tables.marks().rows().forEach(row -> marks.put(row.key(), Bytes.of(row.value())));
            return Map.copyOf(marks);
        });
    }

    @Override
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    private <T> T query(Function<SpaceTables, T> question) {
        return file.query(tables -> question.apply(tables.of(space)));
    }
}
