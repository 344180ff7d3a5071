// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class GraphTest {
    private static final long NOON = Pen.NOON;

    private final Graph graph = new Graph();
    private final Pen amina = new Pen(1);
    private final Pen bakary = new Pen(2);
    private final Pen chandra = new Pen(3);

    private Place add(Sealed sealed) {
        return add(graph, sealed).iterator().next();
    }

    private static Set<Place> add(Graph to, Sealed sealed) {
        return to.add(sealed.header(), sealed.block().id());
    }

    private Place place(Sealed sealed) {
        return graph.get(sealed.block().id()).orElseThrow();
    }

    private boolean saw(Sealed later, Sealed earlier) {
        return graph.saw(place(later), place(earlier));
    }

    @Test
    void theRankIsTheTimeWhereNothingPushesIt() {
        Sealed first = amina.first(NOON);

        add(first);
        Place second = add(amina.after(first, NOON + 5));

        assertEquals(NOON, place(first).rank());
        assertEquals(NOON + 5, second.rank());
    }

    @Test
    void theRankIsPushedPastThePreviousBlockAndTheContext() {
        Sealed first = amina.first(NOON);
        Sealed future = bakary.first(NOON + 1_000);

        add(first);
        add(future);

        assertEquals(NOON + 1, add(amina.after(first, NOON - 50)).rank());
        assertEquals(NOON + 1_001, add(amina.after(first, NOON, Pen.naming(future))).rank());
    }

    @Test
    void anEntryCountsOnceTheBlockThatItNamesComes() {
        Sealed late = bakary.first(NOON + 100);
        Sealed early = amina.first(NOON, Pen.naming(late));
        Sealed next = amina.after(early, NOON + 1);
        Sealed other = chandra.first(NOON + 2, Pen.naming(next));
        add(early);
        add(next);
        add(other);
        assertEquals(NOON, place(early).rank());

        Set<Place> moved = add(graph, late);

        assertEquals(Set.of(place(late), place(early), place(next), place(other)), moved);
        assertEquals(place(late), moved.iterator().next());
        assertEquals(NOON + 101, place(early).rank());
        assertEquals(NOON + 102, place(next).rank());
        assertEquals(NOON + 103, place(other).rank());
        assertTrue(saw(early, late));
        assertTrue(saw(next, late));
        assertFalse(saw(other, late));
    }

    @Test
    void aLateBlockMovesTheFollowersWhoNowHaveSeenItEvenIfTheirRankStays() {
        Sealed late = bakary.first(NOON - 100);
        Sealed early = amina.first(NOON, Pen.naming(late));
        Sealed next = amina.after(early, NOON + 1);
        add(early);
        add(next);

        assertEquals(Set.of(place(early), place(next)), without(add(graph, late), late));
    }

    private Set<Place> without(Set<Place> places, Sealed sealed) {
        Set<Place> rest = new HashSet<>(places);
        rest.remove(place(sealed));
        return rest;
    }

    @Test
    void anAuthorHasSeenWhatItNamesAndTheAncestorsOfThatInItsFeedButNoMore() {
        Sealed b1 = bakary.first(NOON);
        Sealed b2 = bakary.after(b1, NOON);
        Sealed b3 = bakary.after(b2, NOON);
        Sealed c1 = chandra.first(NOON, Pen.naming(b1));
        Sealed a1 = amina.first(NOON, Pen.naming(b2));
        Sealed a2 = amina.after(a1, NOON, Pen.naming(c1));
        List.of(b1, b2, b3, c1, a1, a2).forEach(this::add);

        assertTrue(saw(a1, b1));
        assertTrue(saw(a1, b2));
        assertFalse(saw(a1, b3));
        assertFalse(saw(a1, c1));
        assertTrue(saw(a2, b2));
        assertTrue(saw(a2, c1));
        assertTrue(saw(a2, a1));
        assertFalse(saw(a1, a2));
        assertFalse(saw(a2, a2));
    }

    @Test
    void aCheckThatFitsNoBlockCountsForNothing() {
        Sealed b1 = bakary.first(NOON + 1_000);
        Bytes check = Entry.check(b1.block().id());
        Bytes wrong = Bytes.of((byte) (check.at(0) + 1), check.at(1));
        Sealed a1 = amina.first(NOON, new Entry(bakary.feed(), 1, wrong));

        add(a1);
        add(b1);

        assertEquals(NOON, place(a1).rank());
        assertFalse(saw(a1, b1));
    }

    @Test
    void anAmbiguousCheckNamesTheDeepestCommonAncestor() {
        Sealed b1 = bakary.first(NOON);
        Sealed b2 = bakary.after(b1, NOON + 1);
        List<Sealed> twins = bakary.twins(Optional.of(b2));
        Sealed a1 = amina.first(NOON, Pen.naming(twins.get(0)));
        List.of(b1, b2, twins.get(0), a1).forEach(this::add);
        assertTrue(saw(a1, twins.get(0)));
        long before = place(a1).rank();

        Set<Place> moved = add(graph, twins.get(1));

        assertTrue(moved.contains(place(a1)));
        assertFalse(saw(a1, twins.get(0)));
        assertFalse(saw(a1, twins.get(1)));
        assertTrue(saw(a1, b2));
        assertEquals(place(b2).rank() + 1, place(a1).rank());
        assertTrue(place(a1).rank() < before);
    }

    @Test
    void anAmbiguousCheckOfFirstBlocksNamesNothing() {
        List<Sealed> twins = bakary.twins(Optional.empty());
        Sealed a1 = amina.first(NOON - 10, Pen.naming(twins.get(0)));

        add(a1);
        twins.forEach(this::add);

        assertEquals(NOON - 10, place(a1).rank());
        assertFalse(saw(a1, twins.get(0)));
    }

    @Test
    void entriesOnACycleCountForNothingAndTheOthersStand() {
        Sealed c1 = chandra.first(NOON + 500);
        Bytes guess = Bytes.of((byte) 7, (byte) 7);
        Sealed a1 = amina.first(NOON, new Entry(bakary.feed(), 1, guess), Pen.naming(c1));
        Sealed b1 = ground(a1, guess);
        Sealed a2 = amina.after(a1, NOON);

        List.of(c1, a1, a2, b1).forEach(this::add);

        assertEquals(NOON + 501, place(a1).rank());
        assertEquals(b1.header().timeMillis(), place(b1).rank());
        assertFalse(saw(a1, b1));
        assertFalse(saw(a2, b1));
        assertFalse(saw(b1, a1));
        assertTrue(saw(a1, c1));
        assertEquals(NOON + 502, place(a2).rank());
    }

    @Test
    void aCycleIsJudgedTheSameInEveryOrder() {
        Bytes guess = Bytes.of((byte) 7, (byte) 7);
        Sealed a1 = amina.first(NOON, new Entry(bakary.feed(), 1, guess));
        Sealed b1 = ground(a1, guess);
        Sealed a2 = amina.after(a1, NOON, Pen.naming(b1));
        List<Sealed> blocks = new ArrayList<>(List.of(a1, b1, a2, bakary.after(b1, NOON)));
        blocks.forEach(this::add);

        for (long seed = 0; seed < 20; seed++) {
            assertEquals(facts(graph), facts(shuffled(blocks, seed)), "seed " + seed);
        }
    }

    /** The first block of Bakary's feed that names a block and whose own id starts so. */
    private Sealed ground(Sealed named, Bytes check) {
        for (long time = NOON; ; time++) {
            Header header = bakary.header(Optional.empty(), time, List.of(Pen.naming(named)),
                List.of(), Bytes.EMPTY);
            if (header.id().value().startsWith(check)) {
                return bakary.sign(header, Bytes.EMPTY);
            }
        }
    }

    @Test
    void blocksPastAForkAreContestedAndThoseBeforeItAreNot() {
        Sealed first = amina.first(NOON);
        Sealed second = amina.after(first, NOON);
        Sealed third = amina.after(second, NOON);
        Sealed fourth = amina.after(third, NOON);
        Sealed branch = amina.after(second, NOON + 9);
        List.of(first, second, third, fourth).forEach(this::add);
        assertFalse(place(fourth).contested());

        add(branch);

        assertFalse(place(first).contested());
        assertFalse(place(second).contested());
        assertTrue(place(third).contested());
        assertTrue(place(fourth).contested());
        assertTrue(place(branch).contested());
        assertEquals(3, graph.feed(amina.feed()).orElseThrow().contested());
        assertEquals(2, graph.feed(amina.feed()).orElseThrow().tips().size());
    }

    @Test
    void anEarlierForkContestsMore() {
        Sealed first = amina.first(NOON);
        Sealed second = amina.after(first, NOON);
        Sealed third = amina.after(second, NOON);
        List.of(first, second, third, amina.after(second, NOON + 1)).forEach(this::add);
        assertFalse(place(second).contested());

        add(amina.after(first, NOON + 2));

        assertFalse(place(first).contested());
        assertTrue(place(second).contested());
        assertEquals(4, graph.feed(amina.feed()).orElseThrow().contested());
    }

    @Test
    void aFeedWithTwoFirstBlocksIsContestedAsAWhole() {
        Sealed first = amina.first(NOON);
        Sealed second = amina.after(first, NOON);
        List.of(first, second, amina.first(NOON + 1)).forEach(this::add);

        assertTrue(place(first).contested());
        assertTrue(place(second).contested());
        assertEquals(3, graph.feed(amina.feed()).orElseThrow().contested());
    }

    @Test
    void theFrontierNamesEveryTip() {
        Sealed first = amina.first(NOON);
        Sealed left = amina.after(first, NOON);
        Sealed right = amina.after(first, NOON + 1);
        List.of(first, left, right).forEach(this::add);

        assertEquals(new Frontier(java.util.Map.of(amina.feed(),
            List.of(new Frontier.Tip(2, left.block().id()),
                new Frontier.Tip(2, right.block().id())))), graph.frontier());
    }

    @Test
    void findsTheBlockOfAnEvent() {
        List<Event> notes = List.of(amina.note("a"), amina.note("b"), amina.note("c"));
        Sealed first = amina.block(Optional.empty(), NOON, List.of(), notes);
        Sealed empty = amina.after(first, NOON);
        Sealed last = amina.block(Optional.of(empty), NOON, List.of(), List.of(amina.note("d")));
        List.of(first, empty, last).forEach(this::add);
        Bytes origin = notes.get(0).id().origin();

        assertEquals(List.of(new Graph.Spot(place(first), 0)), graph.locate(notes.get(0).id()));
        assertEquals(List.of(new Graph.Spot(place(first), 2)), graph.locate(notes.get(2).id()));
        assertEquals(List.of(new Graph.Spot(place(last), 0)),
            graph.locate(new EventId(origin, 3)));
        assertEquals(List.of(), graph.locate(new EventId(origin, 4)));
        assertEquals(List.of(), graph.locate(new EventId(Bytes.ofLong(9), 0)));
    }

    @Test
    void findsEveryCopyOfAnEvent() {
        Event note = amina.note("once");
        Sealed first = amina.block(Optional.empty(), NOON, List.of(), List.of(note));
        Sealed copy = amina.block(Optional.empty(), NOON + 1, List.of(), List.of(note));
        List.of(first, copy).forEach(this::add);

        assertEquals(Set.of(new Graph.Spot(place(first), 0), new Graph.Spot(place(copy), 0)),
            Set.copyOf(graph.locate(note.id())));
    }

    @Test
    void theSameBlocksGiveTheSameAnswersInWhateverOrderTheyCame() {
        for (long seed = 0; seed < 60; seed++) {
            List<Sealed> blocks = drawn(seed);
            String expected = facts(shuffled(blocks, 0));
            for (long order = 1; order < 5; order++) {
                assertEquals(expected, facts(shuffled(blocks, order)),
                    "seed " + seed + ", order " + order);
            }
        }
    }

    /** Blocks of a few devices that fork, name each other, and have wrong clocks. */
    private static List<Sealed> drawn(long seed) {
        Random random = new Random(seed);
        List<Pen> pens = List.of(new Pen(11), new Pen(12), new Pen(13));
        List<Sealed> blocks = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Pen pen = pens.get(random.nextInt(pens.size()));
            List<Sealed> own = blocks.stream()
                .filter(b -> b.header().feed().equals(pen.feed())).toList();
            Optional<Sealed> previous = own.isEmpty() || random.nextInt(30) == 0
                ? Optional.empty() : Optional.of(own.get(random.nextInt(4) == 0
                    ? random.nextInt(own.size()) : own.size() - 1));
            Set<Entry> context = new HashSet<>();
            for (int n = random.nextInt(3); n > 0 && !blocks.isEmpty(); n--) {
                context.add(Pen.naming(blocks.get(random.nextInt(blocks.size()))));
            }
            blocks.add(pen.block(previous, NOON + random.nextInt(40), List.copyOf(context),
                List.of()));
        }
        List<Sealed> different = new ArrayList<>();
        Set<BlockId> ids = new HashSet<>();
        blocks.stream().filter(b -> ids.add(b.block().id())).forEach(different::add);
        return different;
    }

    /** Adds the blocks in another order, each after its previous one. */
    private static Graph shuffled(List<Sealed> blocks, long seed) {
        Graph graph = new Graph();
        List<Sealed> left = new ArrayList<>(blocks);
        Collections.shuffle(left, new Random(seed));
        while (!left.isEmpty()) {
            left.removeIf(b -> {
                boolean ready = b.header().number() == 1
                    || graph.get(b.header().previous()).isPresent();
                if (ready) {
                    add(graph, b);
                }
                return ready;
            });
        }
        return graph;
    }

    /** Ranks, contested blocks, tips and who saw what, as a text. */
    private static String facts(Graph graph) {
        TreeMap<BlockId, Place> places = new TreeMap<>();
        graph.places().forEach(place -> places.put(place.id(), place));
        StringBuilder facts = new StringBuilder(graph.frontier().toString());
        for (Place place : places.values()) {
            facts.append('\n').append(place).append(' ').append(place.rank())
                .append(place.contested() ? " contested saw" : " saw");
            places.values().stream().filter(other -> graph.saw(place, other))
                .forEach(other -> facts.append(' ').append(other));
        }
        return facts.toString();
    }
}
