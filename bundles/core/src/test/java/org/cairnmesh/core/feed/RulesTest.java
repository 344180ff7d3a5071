// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

/** What the graph and admission make of what the owner ruled. */
class RulesTest {
    private static final long NOON = Pen.NOON;

    private final Pen amina = new Pen(1);
    private final Pen bakary = new Pen(2);
    private final List<Sealed> chain = amina.chain(4);

    private EventId event(long number) {
        return new EventId(Author.origin(amina.identity.device(), amina.start), number);
    }

    private static Rules cut(Sealed... heads) {
        return new Rules(Map.of(heads[0].header().feed(), heads(heads)), Map.of(), Map.of(),
            OptionalLong.empty());
    }

    private static List<Rules.Head> heads(Sealed... heads) {
        return List.of(heads).stream()
            .map(s -> new Rules.Head(s.header().number(), s.block().id())).toList();
    }

    private static Graph graph(Rules rules, List<Sealed> blocks) {
        Graph graph = new Graph(rules);
        blocks.forEach(s -> graph.add(s.header(), s.block().id()));
        return graph;
    }

    private static Verdict judge(Graph graph, Sealed sealed) {
        return new Admission(Pen.SPACE).judge(graph, sealed.block().header(),
            sealed.block().body(), sealed.block().signature());
    }

    @Test
    void whatComesAfterACutIsAsIfItHadNeverBeenReceived() {
        Sealed named = bakary.first(NOON, Pen.naming(chain.get(3)));
        List<Sealed> all = new ArrayList<>(chain);
        all.add(named);

        Graph graph = graph(cut(chain.get(1)), all);

        assertEquals(3, graph.size());
        assertEquals(2, graph.feed(amina.feed()).orElseThrow().height());
        assertTrue(graph.get(chain.get(2).block().id()).isEmpty());
        assertEquals(NOON, graph.get(named.block().id()).orElseThrow().rank());
        assertEquals(Set.of(Pen.naming(chain.get(3))), graph.missing().keySet());
        assertTrue(graph.knows(chain.get(3).block().id()));
        assertEquals(1, graph.locate(event(1)).size());
        assertEquals(List.of(), graph.locate(event(2)));
    }

    @Test
    void whileANamedHeadIsNotHeldAllUpToItsNumberCounts() {
        Sealed branch = amina.after(chain.get(0), NOON + 90);
        Sealed longer = amina.after(branch, NOON + 91);
        Graph graph = graph(cut(chain.get(1)), List.of(chain.get(0), branch, longer));
        assertEquals(2, graph.size());

        Set<Place> moved = graph.add(chain.get(1).header(), chain.get(1).block().id());

        assertEquals(2, graph.size());
        assertTrue(graph.get(chain.get(1).block().id()).isPresent());
        assertFalse(graph.feed(amina.feed()).orElseThrow().forked());
        assertEquals(1, moved.stream().filter(place -> !place.counts()).count());
    }

    @Test
    void theSameBlocksUnderTheSameRulesAreTheSameGraphInEveryOrder() {
        Sealed branch = amina.after(chain.get(0), NOON + 90);
        Sealed reader = bakary.first(NOON, Pen.naming(branch), Pen.naming(chain.get(2)));
        List<Sealed> all = new ArrayList<>(chain);
        all.addAll(List.of(branch, amina.after(branch, NOON + 91), reader));
        Rules rules = cut(branch, chain.get(2));
        String expected = text(graph(rules, all));

        for (int seed = 0; seed < 50; seed++) {
            List<Sealed> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, new Random(seed));
            Graph graph = new Graph(seed % 2 == 0 ? rules : Rules.NONE);
            while (!shuffled.isEmpty()) {
                Sealed next = shuffled.remove(0);
                if (next.header().number() == 1 || graph.knows(next.header().previous())) {
                    graph.add(next.header(), next.block().id());
                } else {
                    shuffled.add(next);
                }
            }
            graph.apply(rules);
            assertEquals(expected, text(graph), "seed " + seed);
            graph.apply(Rules.NONE);
            assertEquals(text(graph(Rules.NONE, all)), text(graph), "seed " + seed);
        }
    }

    /** Everything that follows from the blocks that count. */
    private static String text(Graph graph) {
        List<Place> places = new ArrayList<>(graph.places());
        places.sort(Place.ORDER);
        StringBuilder text = new StringBuilder(graph.missing().keySet().toString());
        for (Place place : places) {
            text.append(place).append(' ').append(place.rank()).append(place.contested())
                .append(places.stream().filter(p -> graph.saw(place, p)).toList());
        }
        return text + graph.frontier().toString();
    }

    @Test
    void aResolvedFeedIsItsHeadsToo() {
        Rules rules = new Rules(Map.of(), Map.of(amina.feed(), heads(chain.get(0))), Map.of(),
            OptionalLong.empty());

        Graph graph = graph(rules, chain);

        assertEquals(1, graph.size());
        assertTrue(rules.ended(amina.feed()));
        assertFalse(rules.ended(bakary.feed()));
    }

    @Test
    void ofACutAndAResolutionBothHold() {
        Rules rules = new Rules(Map.of(amina.feed(), heads(chain.get(2))),
            Map.of(amina.feed(), heads(chain.get(1))), Map.of(), OptionalLong.empty());

        assertEquals(2, graph(rules, chain).size());
    }

    @Test
    void aBlockThatWouldNotCountIsRefusedAndNotAskedForAgain() {
        Graph graph = graph(cut(chain.get(1)), chain.subList(0, 2));

        Verdict verdict = judge(graph, chain.get(2));

        assertEquals(Refusal.CUT, assertInstanceOf(Verdict.Refused.class, verdict).reason());
        assertFalse(graph.awaits(amina.feed()));
        assertTrue(graph.awaits(bakary.feed()));
    }

    @Test
    void anAncestorOfAHeadThatIsNotHeldIsAdmitted() {
        Graph graph = graph(cut(chain.get(2)), chain.subList(0, 1));

        Verdict verdict = judge(graph, chain.get(1));

        assertInstanceOf(Verdict.Admissible.class, verdict);
        assertTrue(graph.awaits(amina.feed()));
        assertInstanceOf(Verdict.Refused.class,
            judge(graph(cut(chain.get(2)), chain.subList(0, 3)), chain.get(3)));
    }

    @Test
    void aCorrectedTimeCountsForTheRankAndTheWrittenOneStays() {
        Sealed future = amina.first(NOON + 1_000_000);
        Sealed next = amina.after(future, NOON + 1_000_001);
        Rules rules = new Rules(Map.of(), Map.of(), Map.of(amina.feed(),
            List.of(new Rules.Shift(1, 1, -1_000_000))), OptionalLong.empty());

        Graph graph = graph(rules, List.of(future, next));
        Place place = graph.get(future.block().id()).orElseThrow();

        assertEquals(NOON, place.rank());
        assertEquals(NOON + 1_000_000, place.timeMillis());
        assertEquals(0, place.corrected(5));
        assertEquals(NOON + 1_000_001, graph.get(next.block().id()).orElseThrow().rank());
    }

    @Test
    void aCorrectionThatComesLaterMovesWhatItCorrects() {
        Sealed future = amina.first(NOON + 1_000_000);
        Sealed reader = bakary.first(NOON, Pen.naming(future));
        Graph graph = graph(Rules.NONE, List.of(future, reader));
        Rules rules = new Rules(Map.of(), Map.of(), Map.of(amina.feed(),
            List.of(new Rules.Shift(1, 9, -1_000_000))), OptionalLong.empty());

        Set<Place> moved = graph.apply(rules).moved();

        assertEquals(2, moved.size());
        assertEquals(NOON + 1, graph.get(reader.block().id()).orElseThrow().rank());
    }

    @Test
    void theLastOfTwoRangesThatOverlapHolds() {
        Rules rules = new Rules(Map.of(), Map.of(), Map.of(amina.feed(),
            List.of(new Rules.Shift(1, 9, 5), new Rules.Shift(3, 4, 7))), OptionalLong.empty());

        assertEquals(5, rules.offsetMillis(amina.feed(), 2));
        assertEquals(7, rules.offsetMillis(amina.feed(), 3));
        assertEquals(5, rules.offsetMillis(amina.feed(), 5));
        assertEquals(0, rules.offsetMillis(amina.feed(), 10));
    }

    @Test
    void rulesOfOneFeedAreBounded() {
        Rules.Head head = heads(chain.get(0)).get(0);
        Map<FeedId, List<Rules.Head>> most =
            Map.of(amina.feed(), Collections.nCopies(Rules.OF_A_FEED_MAX, head));
        Map<FeedId, List<Rules.Head>> more =
            Map.of(amina.feed(), Collections.nCopies(Rules.OF_A_FEED_MAX + 1, head));

        new Rules(most, most, Map.of(), OptionalLong.empty());

        assertThrows(IllegalArgumentException.class,
            () -> new Rules(more, Map.of(), Map.of(), OptionalLong.empty()));
        assertThrows(IllegalArgumentException.class, () -> new Rules.Shift(2, 1, 0));
        assertThrows(IllegalArgumentException.class,
            () -> new Rules.Shift(1, 1, Limits.TIME_MILLIS_MAX));
    }

    @Test
    void aTimePastTheLimitIsRefusedByName() {
        Sealed last = amina.first(Limits.TIME_MILLIS_MAX - 1);
        Sealed past = bakary.first(Limits.TIME_MILLIS_MAX);

        assertInstanceOf(Verdict.Admissible.class, judge(new Graph(), last));
        Verdict verdict = judge(new Graph(), past);

        assertEquals(Refusal.WRONG_TIME,
            assertInstanceOf(Verdict.Refused.class, verdict).reason());
    }
}
