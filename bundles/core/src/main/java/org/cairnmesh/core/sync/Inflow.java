// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    static final int WAITING_MAX = 512;
    static final int WAITING_BYTES_MAX = 512 * 1024;
    /** So many complete blocks at most are admitted together. */
    static final int TOGETHER_MAX = 64;
    static final int STRANGERS_MAX = 1024;
    private static final Set<Refusal> OF_STRANGERS =
        EnumSet.of(Refusal.NOT_ENROLLED, Refusal.REVOKED, Refusal.TOO_MANY_FEEDS);

    private final Local local;
    private final LinkedHashMap<Name, Arriving> arriving = new LinkedHashMap<>();
    private final Set<FeedId> suspects = new HashSet<>();
    private final Set<FeedId> refusing = new HashSet<>();
    /** The starts of the ids of feeds of which the first block was refused. */
    private final Set<Bytes> strangers = new HashSet<>();
    private long era;
    /** Blocks that have become complete, in the order in which they did. */
    private final Set<Name> complete = new LinkedHashSet<>();
    private int bytes;

    /** A block that is on its way, named by the start of its feed's id. */
    private record Name(Bytes feed, long number, Bytes check) { }

    /** The parts that are here, by offset, and the roster that they were named by. */
    private static final class Arriving {
        final byte[] target;
        final TreeMap<Integer, Integer> here = new TreeMap<>();
        final Optional<Bytes> names;
        final Roster roster;

        Arriving(Message.Part part, Roster roster) {
            this.target = new byte[part.size()];
            this.names = part.roster();
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
        heed();
        return refusing;
    }

    /** Whether the first block of the feed whose id starts so was refused. */
    boolean isStranger(Bytes feed) {
        heed();
        return strangers.contains(feed);
    }

    /** What was refused may be admitted now: it is asked for again. */
    private void heed() {
        if (era != local.era()) {
            era = local.era();
            refusing.clear();
            strangers.clear();
        }
    }

    /** Takes a part; answers true if a block was admitted because of it. */
    boolean heard(Message.Part part) {
        hear(part);
        return settle();
    }

    /** Takes a part; the block that it completes waits until {@link #settle}. */
    void hear(Message.Part part) {
        Roster roster = local.roster();
        if (part.roster().isPresent() && !part.roster().get().equals(roster.tag())) {
            return;
        }
        Optional<FeedId> feed = part.feed().prefix().map(roster::named)
            .orElseGet(() -> roster.at(part.feed().ordinal()));
        Optional<Bytes> prefix = feed.map(Roster::prefix).or(() -> part.feed().prefix());
        if (prefix.isEmpty() || feed.flatMap(local.graph()::feed)
            .map(held -> holds(held, part)).orElse(false)) {
            return;
        }
        long height = feed.flatMap(local.graph()::feed).map(Feed::height).orElse(0L);
        if (part.number() > height + Admission.GAP_MAX) {
            local.refused(Refusal.GAP);
            return;
        }
        Name name = new Name(prefix.get(), part.number(), part.check());
        Arriving block = arriving.get(name);
        if (block == null || block.target.length != part.size()
            || !block.names.equals(part.roster())) {
            block = make(name, part, roster);
        }
        block.put(part.offset(), part.bytes());
        if (block.complete()) {
            complete.add(name);
        }
        if (complete.size() == TOGETHER_MAX) {
            settle();
        }
    }

    /** Admits the blocks that have become complete; answers whether there was one to admit. */
    boolean settle() {
        List<Name> names = List.copyOf(complete);
        complete.clear();
        if (names.size() > 1) {
            expect(names);
        }
        boolean any = false;
        for (Name name : names) {
            any |= admit(name);
        }
        return any;
    }

    /**
     * Reads the blocks that follow one another, each by the one before it, before any is admitted,
     * so that their signatures can be verified at the same time. What cannot be read now is read,
     * or refused, when its turn comes.
     */
    private void expect(List<Name> names) {
        Map<Bytes, Place> ends = new HashMap<>();
        for (Name name : names) {
            Arriving arrived = arriving.get(name);
            Optional<Place> before = Optional.ofNullable(ends.get(name.feed))
                .filter(place -> place.number() == name.number - 1)
                .or(() -> held(name.feed, name.number - 1));
            if (arrived != null && before.isPresent() == name.number > 1) {
                try {
                    WireBlock.Read read = WireBlock.read(Bytes.of(arrived.target), local.space(),
                        before, arrived.roster);
                    Place place = Place.ahead(read.header(), read.block().id(), before);
                    ends.put(name.feed, place);
                    local.expect(place.author().signingKey(), read.block());
                } catch (MalformedException e) {
                    ends.remove(name.feed);
                }
            }
        }
    }

    private Optional<Place> held(Bytes feed, long number) {
        return local.roster().named(feed).flatMap(local.graph()::feed)
            .flatMap(held -> held.at(number).stream().findFirst());
    }

    private boolean holds(Feed feed, Message.Part part) {
        return feed.at(part.number()).stream().anyMatch(
            place -> place.id().value().startsWith(part.check()) && !local.lacks(place));
    }

    private Arriving make(Name name, Message.Part part, Roster roster) {
        int size = part.size();
        forget(name);
        Iterator<Map.Entry<Name, Arriving>> oldest = arriving.entrySet().iterator();
        while (arriving.size() >= WAITING_MAX || bytes + size > WAITING_BYTES_MAX) {
            bytes -= oldest.next().getValue().target.length;
            oldest.remove();
            local.refused(Refusal.NO_ROOM);
        }
        Arriving block = new Arriving(part, roster);
        arriving.put(name, block);
        bytes += size;
        return block;
    }

    private void forget(Name name) {
        Arriving gone = arriving.remove(name);
        bytes -= gone == null ? 0 : gone.target.length;
    }

    /** How many bytes of a block are here, if not all; the feed by the start of its id. */
    int offset(Bytes feed, long number) {
        return arriving.entrySet().stream()
            .filter(e -> e.getKey().number == number
                && e.getKey().feed.equals(feed) && !e.getValue().complete())
            .mapToInt(e -> e.getValue().contiguous()).max().orElse(0);
    }

    /** Which of the blocks from a number on are here and wait for others, as a need says it. */
    Bytes waiting(Bytes feed, long from) {
        byte[] bits = new byte[Admission.GAP_MAX / 8];
        int size = 0;
        for (Map.Entry<Name, Arriving> entry : arriving.entrySet()) {
            long bit = entry.getKey().number - from;
            if (bit >= 0 && bit < Admission.GAP_MAX && entry.getValue().complete()
                && entry.getKey().feed.equals(feed)) {
                bits[(int) (bit / 8)] |= (byte) (1 << bit % 8);
                size = Math.max(size, (int) (bit / 8) + 1);
            }
        }
        return Bytes.of(bits, 0, size);
    }

    /** Admits a complete block if its previous is held, then those that waited for it. */
    private boolean admit(Name name) {
        boolean any = false;
        List<Name> todo = new ArrayList<>(List.of(name));
        for (int i = 0; i < todo.size(); i++) {
            Name next = todo.get(i);
            Arriving block = arriving.get(next);
            if (block != null && block.complete() && settle(next, block)) {
                any = true;
                arriving.keySet().stream().filter(n -> n.number == next.number + 1
                    && n.feed.equals(next.feed)).forEach(todo::add);
            }
        }
        return any;
    }

    private boolean settle(Name name, Arriving block) {
        Bytes wire = Bytes.of(block.target);
        try {
            Optional<Bytes> check = WireBlock.previousCheck(wire);
            if (check.isEmpty() != (name.number == 1)) {
                throw new MalformedException("a founding past the first block");
            }
            if (check.isEmpty()) {
                forget(name);
                return admit(candidates(name, wire, block.roster, List.of(Optional.empty())));
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
                fit.stream().map(Optional::of).toList()));
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

    private boolean admit(List<Block> candidates) {
        heed();
        for (Block block : candidates) {
            Verdict verdict = local.admit(block);
            if (verdict instanceof Verdict.Admissible) {
                suspects.remove(block.feed());
                return true;
            } else if (verdict instanceof Verdict.Refused refused
                && (refused.reason() == Refusal.FEED_CLOSED
                || refused.reason() == Refusal.CUT && !local.graph().awaits(block.feed()))) {
                refusing.add(block.feed());
            } else if (verdict instanceof Verdict.Refused refused
                && OF_STRANGERS.contains(refused.reason())) {
                refuse(Roster.prefix(block.feed()));
            }
        }
        return false;
    }

    private void refuse(Bytes feed) {
        if (strangers.size() >= STRANGERS_MAX) {
            strangers.clear();
        }
        strangers.add(feed);
    }
}
