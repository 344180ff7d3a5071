// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/**
 * The log in memory, written to be read: what it does is what a log does. One thread at a time. A
 * {@link #copy} stands for the files that a crash, a backup or a clone leaves.
 */
public final class MemoryEventLog implements EventLog {
    private Bytes id;
    private final List<Block> arrived = new ArrayList<>();
    private final Map<BlockId, Block> held = new HashMap<>();
    private final Map<FeedId, TreeMap<Long, List<Block>>> feeds = new HashMap<>();
    private final Map<FeedId, List<Frontier.Tip>> tips = new HashMap<>();
    private final List<Staged> staged = new ArrayList<>();
    private final Map<String, Bytes> tokens = new HashMap<>();
    private final Map<String, Bytes> marks = new HashMap<>();
    private MemoryCheckpoint checkpoint = new MemoryCheckpoint();
    private final Map<BlockId, Aside.Missing> aside = new TreeMap<>();
    private int lost;

    /** An empty log with this id of eight bytes. */
    public MemoryEventLog(Bytes id) {
        if (id.size() != 8) {
            throw new IllegalArgumentException("id of " + id.size() + " bytes, not 8");
        }
        this.id = id;
    }

    /** A log with the same content and the same id, which goes its own way from now on. */
    public MemoryEventLog copy() {
        MemoryEventLog copy = new MemoryEventLog(id);
        arrived.forEach(copy::arrive);
        copy.staged.addAll(staged);
        copy.tokens.putAll(tokens);
        copy.marks.putAll(marks);
        copy.checkpoint = checkpoint.committed();
        copy.aside.putAll(aside);
        copy.lost = lost;
        return copy;
    }

    /** Whether nothing was ever committed. */
    boolean isUnused() {
        return arrived.isEmpty() && staged.isEmpty() && tokens.isEmpty() && marks.isEmpty();
    }

    @Override
    public Bytes id() {
        return id;
    }

    @Override
    public void commit(Batch batch) {
        check(batch);
        for (Staged event : batch.stage()) {
            staged.add(event);
            if (!event.token().isEmpty()) {
                tokens.putIfAbsent(event.token(), event.name());
            }
        }
        batch.blocks().forEach(this::arrive);
        staged.subList(0, batch.sealed()).clear();
        marks.putAll(batch.marks());
    }

    private void check(Batch batch) {
        if (batch.sealed() > staged.size() + batch.stage().size()) {
            throw new IllegalArgumentException("seals more than is staged: " + batch.sealed());
        }
        Map<BlockId, Block> earlier = new HashMap<>();
        for (Block block : batch.blocks()) {
            if (held.containsKey(block.id()) || earlier.containsKey(block.id())) {
                throw new IllegalArgumentException("held already: " + block.id());
            }
            if (block.number() > 1 && !follows(block, held) && !follows(block, earlier)) {
                throw new IllegalArgumentException("previous is not held: " + block.previous());
            }
            earlier.put(block.id(), block);
        }
    }

    private static boolean follows(Block block, Map<BlockId, Block> blocks) {
        Block previous = blocks.get(block.previous());
        return previous != null && previous.feed().equals(block.feed())
            && previous.number() + 1 == block.number();
    }

    private void arrive(Block block) {
        arrived.add(block);
        aside.remove(block.id());
        held.put(block.id(), block);
        feeds.computeIfAbsent(block.feed(), feed -> new TreeMap<>())
            .computeIfAbsent(block.number(), number -> new ArrayList<>()).add(block);
        List<Frontier.Tip> ends = tips.computeIfAbsent(block.feed(), feed -> new ArrayList<>());
        ends.remove(new Frontier.Tip(block.number() - 1, block.previous()));
        ends.add(new Frontier.Tip(block.number(), block.id()));
    }

    @Override
    public void enclose(Block block) {
        if (!held.containsKey(block.id())) {
            throw new IllegalArgumentException("not held: " + block.id());
        }
        damage(held.get(block.id()).withEnvelopes(block.envelopes()));
    }

    @Override
    public void setAside(Set<BlockId> blocks, Set<Integer> places) {
        if (blocks.isEmpty() && places.isEmpty()) {
            return;
        }
        List<Block> all = List.copyOf(arrived);
        arrived.clear();
        List.of(held, feeds, tips).forEach(Map::clear);
        all.stream().filter(block -> !blocks.contains(block.id())).forEach(this::arrive);
        all.stream().filter(block -> blocks.contains(block.id())).forEach(block ->
            aside.put(block.id(), new Aside.Missing(block.feed(), block.number(), block.id(),
                Optional.of(block))));
        places.stream().sorted(Comparator.reverseOrder())
            .forEach(place -> staged.remove((int) place));
        lost += places.size();
        // any that none had will do
        id = Bytes.ofLong(31 * ByteBuffer.wrap(id.toArray()).getLong() + 1);
    }

    @Override
    public Aside aside() {
        return new Aside(List.copyOf(aside.values()), lost, List.of());
    }

    /** Puts other bytes in place of those of a block, as a medium does that rots. */
    public void damage(Block block) {
        arrived.replaceAll(b -> b.id().equals(block.id()) ? block : b);
        held.replaceAll((name, b) -> name.equals(block.id()) ? block : b);
        feeds.get(block.feed()).values().forEach(
            list -> list.replaceAll(b -> b.id().equals(block.id()) ? block : b));
    }

    @Override
    public List<Staged> staged() {
        return List.copyOf(staged);
    }

    @Override
    public Optional<Bytes> tokened(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    @Override
    public Frontier frontier() {
        return new Frontier(tips);
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return feeds.getOrDefault(feed, new TreeMap<>()).tailMap(from).values().stream()
            .flatMap(List::stream).limit(max).toList();
    }

    @Override
    public List<Block> arrived(long from, int max) {
        return arrived.stream().skip(from).limit(max).toList();
    }

    @Override
    public long blocks() {
        return arrived.size();
    }

    @Override
    public Map<String, Bytes> marks() {
        return Map.copyOf(marks);
    }

    @Override
    public MemoryCheckpoint checkpoint() {
        return checkpoint;
    }

    /** The checkpoint is lost, or replaced by another. */
    public void checkpoint(MemoryCheckpoint other) {
        checkpoint = other;
    }
}
