// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Pending;

/**
 * Keeps apart what the log gives and what is not what its id says, and all that follows it; the
 * rest of the log serves. It is set aside in the log, so that it arrives anew when another box
 * brings it; what followed it is taken back then.
 *
 * <p>An id covers the header, the body's hash and all blocks before, so a block whose hashes are
 * right and that a signed one follows is what its author sealed: only signatures of tips are
 * verified.
 */
final class Quarantine {
    private static final int BRANCHES_READ = 16;
    private static final int FEEDS_TOLD = 8;

    private final EventLog log;
    private final Map<BlockId, Aside.Missing> aside = new LinkedHashMap<>();
    private final Map<BlockId, List<Block>> waiting = new HashMap<>();
    private final Set<BlockId> forged = new HashSet<>();
    private final Set<BlockId> found = new HashSet<>();
    private final Set<Integer> foundStaged = new HashSet<>();
    private final List<Pending> staged = new ArrayList<>();
    private final int lost;
    private final List<String> notes;

    Quarantine(EventLog log) {
        this.log = log;
        Aside before = log.aside();
        before.blocks().forEach(this::add);
        this.lost = before.staged();
        this.notes = before.notes();
        log.frontier().tips().forEach(this::verify);
        readStaged();
    }

    /** Follows each branch down from its tip to the first block with a right signature. */
    private void verify(FeedId feed, List<Frontier.Tip> tips) {
        List<Block> first = log.read(feed, 1, 1);
        Set<BlockId> unsigned = new HashSet<>();
        List<Block> signed = new ArrayList<>();
        for (Frontier.Tip tip : tips) {
            Optional<Block> at = find(feed, tip.number(), tip.id());
            while (at.isPresent() && !first.isEmpty()) {
                if (!Admission.isSigned(first.get(0), at.get())) {
                    unsigned.add(at.get().id());
                } else if (signed.add(at.get()) && Admission.isSound(at.get())) {
                    break;
                }
                at = find(feed, at.get().number() - 1, at.get().previous());
            }
        }
        if (!unsigned.isEmpty()) {
            signed.forEach(block -> vouch(block, unsigned));
        }
        forged.addAll(unsigned);
    }

    /** The ancestors of a signed block need no signature. */
    private void vouch(Block signed, Set<BlockId> unsigned) {
        Optional<Block> at = Optional.of(signed);
        while (at.isPresent()) {
            unsigned.remove(at.get().id());
            at = find(at.get().feed(), at.get().number() - 1, at.get().previous());
        }
    }

    private Optional<Block> find(FeedId feed, long number, BlockId id) {
        return number < 1 ? Optional.empty() : log.read(feed, number, BRANCHES_READ).stream()
            .filter(block -> block.id().equals(id)).findFirst();
    }

    private void readStaged() {
        List<Staged> all = log.staged();
        for (int i = 0; i < all.size(); i++) {
            try {
                staged.add(Pending.decode(all.get(i).event()));
            } catch (MalformedException e) {
                foundStaged.add(i);
            }
        }
    }

    /** The staged events that are whole, oldest first. */
    List<Pending> staged() {
        return staged;
    }

    /** Whether a block that the log gives may be used; if not, it is kept apart from now on. */
    boolean admits(Graph graph, Block block) {
        boolean follows = block.number() == 1 || graph.knows(block.previous());
        if (follows && !forged.contains(block.id()) && Admission.isSound(block)) {
            return true;
        }
        found.add(block.id());
        add(new Aside.Missing(block.feed(), block.number(), block.id(), Optional.of(block)));
        return false;
    }

    private void add(Aside.Missing missing) {
        aside.put(missing.id(), missing);
        missing.block().filter(this::isWhole).ifPresent(block ->
            waiting.computeIfAbsent(block.previous(), id -> new ArrayList<>(1)).add(block));
    }

    private boolean isWhole(Block block) {
        return !forged.contains(block.id()) && Admission.isSound(block);
    }

    /** Tells the log what was found; durable on return. */
    void write() {
        if (!found.isEmpty() || !foundStaged.isEmpty()) {
            log.setAside(found, foundStaged);
        }
    }

    /** A block has arrived: it is not missing any more. Answers what waited for it. */
    List<Block> arrived(BlockId id) {
        aside.remove(id);
        return waiting.getOrDefault(id, List.of());
    }

    /** Blocks that were set aside though they are whole, and follow one that is held. */
    List<Block> ready(Graph graph) {
        return aside.values().stream().flatMap(missing -> missing.block().stream())
            .filter(block -> isWhole(block) && (block.number() == 1
                || graph.knows(block.previous()))).toList();
    }

    /** What people should know. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        Map<FeedId, List<Aside.Missing>> feeds = new TreeMap<>();
        aside.values().forEach(missing ->
            feeds.computeIfAbsent(missing.feed(), feed -> new ArrayList<>()).add(missing));
        feeds.entrySet().stream().limit(FEEDS_TOLD)
            .forEach(feed -> problems.add(problem(feed.getKey(), feed.getValue())));
        if (feeds.size() > FEEDS_TOLD) {
            problems.add("blocks of " + (feeds.size() - FEEDS_TOLD) + " feeds more are damaged");
        }
        int events = lost + foundStaged.size();
        if (events > 0) {
            problems.add(events + " events that waited to be sealed were damaged on the disk and "
                + "cannot be read; look through what was recorded last, and record it again");
        }
        if (!aside.isEmpty() || events > 0) {
            problems.addAll(notes);
        }
        return problems;
    }

    private String problem(FeedId feed, List<Aside.Missing> missing) {
        List<Long> damaged = missing.stream()
            .filter(block -> block.block().filter(this::isWhole).isEmpty())
            .map(Aside.Missing::number).sorted().toList();
        long first = damaged.isEmpty() ? missing.get(0).number() : damaged.get(0);
        int more = damaged.size() - 1;
        int waits = missing.size() - damaged.size();
        return "block " + first + (more > 0 ? " and " + more + " more" : "") + " of feed " + feed
            + " was damaged on the disk" + (waits > 0 ? "; " + waits + " that follow it wait" : "")
            + ": it is asked for again; meet a box that has it";
    }
}
