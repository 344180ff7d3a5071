// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Verdict;

/**
 * Puts the parts of blocks together and admits each block once the one before it is held. What
 * waits is bounded in number and bytes; the oldest goes first. A block that this box could not pass
 * on to a box with another roster, because it is too large then, is refused.
 */
final class Inflow {
    private static final int WAITING_MAX = 128;
    private static final int WAITING_BYTES_MAX = 256 * 1024;

    private final Local local;
    private final LinkedHashMap<Name, Arriving> arriving = new LinkedHashMap<>();
    private final Set<FeedId> suspects = new HashSet<>();
    private final Set<FeedId> refusing = new HashSet<>();
    private int bytes;

    /** A block that is on its way, named by the start of its feed's id. */
    private record Name(Bytes feed, long number, Bytes check) { }

    /** The parts that are here, by offset, and the roster that they were named by. */
    private static final class Arriving {
        final byte[] target;
        final TreeMap<Integer, Integer> here = new TreeMap<>();
        final Roster roster;

        Arriving(int size, Roster roster) {
            this.target = new byte[size];
            this.roster = roster;
        }

        void put(int offset, Bytes part) {
            part.copyTo(target, offset);
            here.merge(offset, offset + part.size(), Math::max);
        }

        /** How many bytes are here from the beginning without a gap. */
        int contiguous() {
            int end = 0;
            for (Map.Entry<Integer, Integer> range : here.entrySet()) {
                if (range.getKey() > end) {
                    break;
                }
                end = Math.max(end, range.getValue());
            }
            return end;
        }

        boolean complete() {
            return contiguous() == target.length;
        }
    }

    Inflow(Local local) {
        this.local = local;
    }

    /** Feeds of which a block came that does not follow what is held here: they have forked. */
    Set<FeedId> suspects() {
        return suspects;
    }

    /** Feeds of which a block was refused: they are not asked for any more. */
    Set<FeedId> refusing() {
        return refusing;
    }

    /** Takes a part; answers true if a block was admitted because of it. */
    boolean heard(Message.Part part, long nowMillis) {
        Roster roster = local.roster();
        if (part.roster().isPresent() && !part.roster().get().equals(roster.tag())) {
            return false;
        }
        Optional<FeedId> feed = part.feed().prefix().map(roster::named)
            .orElseGet(() -> roster.at(part.feed().ordinal()));
        Optional<Bytes> prefix = feed.map(Roster::prefix).or(() -> part.feed().prefix());
        if (prefix.isEmpty() || feed.flatMap(local.graph()::feed)
            .map(held -> holds(held, part)).orElse(false)) {
            return false;
        }
        long height = feed.flatMap(local.graph()::feed).map(Feed::height).orElse(0L);
        if (part.number() > height + Admission.GAP_MAX) {
            local.refused(Refusal.GAP);
            return false;
        }
        Name name = new Name(prefix.get(), part.number(), part.check());
        Arriving block = arriving.get(name);
        if (block == null || block.target.length != part.size()) {
            block = make(name, part.size(), roster);
        }
        block.put(part.offset(), part.bytes());
        return block.complete() && admit(name, nowMillis);
    }

    private static boolean holds(Feed feed, Message.Part part) {
        return feed.at(part.number()).stream()
            .anyMatch(place -> place.id().value().startsWith(part.check()));
    }

    private Arriving make(Name name, int size, Roster roster) {
        forget(name);
        Iterator<Map.Entry<Name, Arriving>> oldest = arriving.entrySet().iterator();
        while (arriving.size() >= WAITING_MAX || bytes + size > WAITING_BYTES_MAX) {
            bytes -= oldest.next().getValue().target.length;
            oldest.remove();
            local.refused(Refusal.NO_ROOM);
        }
        Arriving block = new Arriving(size, roster);
        arriving.put(name, block);
        bytes += size;
        return block;
    }

    private void forget(Name name) {
        Arriving gone = arriving.remove(name);
        bytes -= gone == null ? 0 : gone.target.length;
    }

    /** How much of the block after this one is here. */
    int offset(FeedId feed, long number) {
        return arriving.entrySet().stream()
            .filter(e -> e.getKey().number == number
                && e.getKey().feed.equals(Roster.prefix(feed)) && !e.getValue().complete())
            .mapToInt(e -> e.getValue().contiguous()).max().orElse(0);
    }

    /** Admits a complete block if its previous is held, then those that waited for it. */
    private boolean admit(Name name, long nowMillis) {
        boolean any = false;
        List<Name> todo = new ArrayList<>(List.of(name));
        for (int i = 0; i < todo.size(); i++) {
            Name next = todo.get(i);
            Arriving block = arriving.get(next);
            if (block != null && block.complete() && settle(next, block, nowMillis)) {
                any = true;
                arriving.keySet().stream().filter(n -> n.number == next.number + 1
                    && n.feed.equals(next.feed)).forEach(todo::add);
            }
        }
        return any;
    }

    private boolean settle(Name name, Arriving block, long nowMillis) {
        Bytes wire = Bytes.of(block.target);
        try {
            Optional<Bytes> check = WireBlock.previousCheck(wire);
            if (check.isEmpty() != (name.number == 1)) {
                throw new MalformedException("a founding past the first block");
            }
            if (check.isEmpty()) {
                forget(name);
                return admit(candidates(name, wire, block.roster, List.of(Optional.empty())),
                    nowMillis);
            }
            Optional<Feed> feed =
                local.roster().named(name.feed).flatMap(local.graph()::feed);
            List<Place> fit = feed.map(f -> f.at(name.number - 1)).orElse(List.of()).stream()
                .filter(place -> place.id().value().startsWith(check.get())).toList();
            if (fit.isEmpty()) {
                feed.filter(f -> f.height() >= name.number - 1).ifPresent(f -> {
                    forget(name);
                    suspects.add(f.id());
                });
                return false;
            }
            forget(name);
            return admit(candidates(name, wire, block.roster,
                fit.stream().map(Optional::of).toList()), nowMillis);
        } catch (MalformedException e) {
            forget(name);
            local.refused(Refusal.MALFORMED);
            return false;
        }
    }

    /** The blocks that the wire form may stand for: one, but where checks are ambiguous. */
    private List<Block> candidates(Name name, Bytes wire, Roster roster,
                                   List<Optional<Place>> after) {
        List<Block> blocks = new ArrayList<>();
        for (Optional<Place> previous : after) {
            Block block = WireBlock.decode(wire, local.space(), previous, roster);
            if (!Entry.check(block.id()).equals(name.check)) {
                continue;
            }
            if (WireBlock.encode(block, previous, Optional.empty()).size() > WireBlock.SIZE_MAX) {
                local.refused(Refusal.OVERSIZE);
                return List.of();
            }
            blocks.add(block);
        }
        if (blocks.isEmpty()) {
            throw new MalformedException("a block whose id is not the one announced");
        }
        return blocks;
    }

    private boolean admit(List<Block> candidates, long nowMillis) {
        for (Block block : candidates) {
            Verdict verdict = local.admit(block, nowMillis);
            if (verdict instanceof Verdict.Admissible) {
                suspects.remove(block.feed());
                return true;
            } else if (verdict instanceof Verdict.Refused refused
                && refused.reason() == Refusal.FEED_CLOSED) {
                refusing.add(block.feed());
            }
        }
        return false;
    }
}
