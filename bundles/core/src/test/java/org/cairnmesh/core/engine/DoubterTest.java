// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.ForkProof;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.core.sync.Peers;
import org.junit.jupiter.api.Test;

class DoubterTest {
    private static final Instant NOW = Instant.ofEpochMilli(Pen.NOON);

    private final Box box = Rig.box(1);
    private final Held held = new Held(new Journal(new MoodyLog()), box, r -> { }, Pen.NOON);
    private final Doubter doubter = new Doubter(box.identity().device());
    private final Pen pen = new Pen(2);

    private Doubts doubts() {
        doubter.refresh(held.journal, Pen.NOON);
        Map<Kind, Long> unknown = new TreeMap<>(held.journal.kinds);
        unknown.keySet().removeAll(held.projections().kinds());
        return doubter.doubts(unknown, new Doubts.Clock(held.clockSet(),
            held.graph().rules().floorMillis(), List.of()));
    }

    private List<String> problems() {
        return doubter.problems(doubts(), List.of());
    }

    private Sealed admit(Sealed sealed) {
        held.admit(sealed.block());
        held.commit();
        return sealed;
    }

    private static Peers.Peer peer(Bytes id, long heardMillis, OptionalLong clock) {
        return new Peers.Peer(id, Bytes.EMPTY, true, 1, heardMillis, clock, "");
    }

    @Test
    void whatContextsNameAndNobodySentIsMissingUntilItComes() {
        Pen other = new Pen(3);
        Sealed named = other.first(Pen.NOON);
        admit(pen.first(Pen.NOON, Pen.naming(named)));

        Doubts.Missing missing = doubts().missing().get(0);

        assertEquals(new Doubts.Missing(other.feed(), "", 1, "box2", true), missing);
        admit(named);
        assertEquals(0, doubts().missingTotal());
        assertEquals(List.of(), doubts().missing());
    }

    @Test
    void aMissingBlockOfAFeedThatWasCutIsNotAwaited() {
        Pen cut = new Pen(3);
        Sealed first = admit(cut.first(Pen.NOON));
        admit(pen.first(Pen.NOON, new Entry(cut.feed(), 2, Bytes.of((byte) 1, (byte) 2))));

        held.obey(new Rules(Map.of(cut.feed(), List.of(new Rules.Head(1, first.block().id()))),
            Map.of(), Map.of(), OptionalLong.empty()));

        assertFalse(doubts().missing().get(0).awaited());
        assertEquals("box3", doubts().missing().get(0).box());
    }

    @Test
    void theListIsBoundedAndTheTotalCountsAll() {
        Sealed last = admit(pen.first(Pen.NOON));
        for (int i = 0; i <= Doubts.LISTED_MAX; i++) {
            last = admit(pen.after(last, Pen.NOON, new Entry(new Pen(3).feed(), 5 + i,
                Bytes.of((byte) 1, (byte) 2))));
        }

        Doubts doubts = doubts();

        assertEquals(Doubts.LISTED_MAX, doubts.missing().size());
        assertEquals(Doubts.LISTED_MAX + 1, doubts.missingTotal());
    }

    @Test
    void eventsWithoutAReducerAreDeferredUntilThereIsOne() {
        held.append(Registers.set("k", "v"));
        held.commit();

        assertEquals(List.of(new Doubts.Deferred("reducer", Registers.SET.toString(), 1)),
            doubts().deferred());
        held.install(new Registers(1));

        assertEquals(0, doubts().deferredTotal());
    }

    @Test
    void aForkIsToldUntilTheOwnerResolvesIt() {
        Sealed first = admit(pen.first(Pen.NOON));
        Sealed one = admit(pen.after(first, Pen.NOON + 10));
        admit(pen.after(first, Pen.NOON + 20));

        Doubts.Fork fork = doubts().forks().get(0);
        assertEquals(2, fork.from());
        assertEquals(2, fork.blocks());
        assertEquals(Pen.NOON + 10, fork.sinceMillis());
        assertEquals(Doubts.Guess.RESTORED, fork.guess());
        assertFalse(fork.own() || fork.closed());
        assertTrue(ForkProof.decode(fork.proof()).verifies(Pen.SPACE));
        assertEquals(pen.feed(), ForkProof.decode(fork.proof()).feed());
        assertTrue(problems().get(0).startsWith("the feed of box box2 has forked: "));
        held.obey(new Rules(Map.of(), Map.of(pen.feed(),
            List.of(new Rules.Head(2, one.block().id()))), Map.of(), OptionalLong.empty()));

        assertEquals(List.of(), doubts().forks());
        assertEquals(List.of(), problems());
    }

    @Test
    void aClosedFeedIsAProblemOfItsOwn() {
        Sealed first = admit(pen.first(Pen.NOON));
        for (int i = 0; i < Admission.TIPS_MAX; i++) {
            admit(pen.after(first, Pen.NOON + i));
        }

        assertTrue(doubts().forks().get(0).closed());
        assertEquals(Doubts.Guess.STOLEN, doubts().forks().get(0).guess());
        assertTrue(problems().get(0).contains("so often that it was closed"));
    }

    @Test
    void theOffsetOfAClockIsWhatItShowedAndTheTimeSince() {
        Bytes id = Bytes.ofHex("01020304");

        List<Doubts.Offset> clocks = doubter.clocks(List.of(
            peer(id, 1_000, OptionalLong.of(Pen.NOON + 100_000)),
            peer(id, 4_000, OptionalLong.of(Pen.NOON + 200_000)),
            peer(Bytes.ofHex("05060708"), 2_000, OptionalLong.of(5_500)),
            peer(Bytes.ofHex("090a0b0c"), 3_000, OptionalLong.empty())),
            Map.of(id, "south"), NOW, 9_000);

        assertEquals(List.of(
            new Doubts.Offset(id, "south", NOW.minusMillis(5_000), 205_000, true),
            new Doubts.Offset(Bytes.ofHex("05060708"), "", NOW.minusMillis(7_000),
                12_500 - Pen.NOON, false)), clocks);
    }

    @Test
    void theClocksOfACrowdAreBounded() {
        List<Peers.Peer> crowd = IntStream.range(0, 3 * Doubts.LISTED_MAX).mapToObj(i ->
            peer(Bytes.ofLong(i).slice(4, 4), i, OptionalLong.of(0xffffffffL * 1000))).toList();

        List<Doubts.Offset> clocks = doubter.clocks(crowd, Map.of(), NOW, 1_000);

        assertEquals(Doubts.LISTED_MAX, clocks.size());
        assertEquals(crowd.get(crowd.size() - 1).id(), clocks.get(0).peer());
    }

    @Test
    void aBoxWithTheKeysOfThisOneIsAProblem() {
        Bytes self = box.identity().device().value().head(4);

        List<String> problems =
            doubter.problems(Doubts.NONE, List.of(peer(self, 0, OptionalLong.empty())));

        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains("the keys of this one"));
        assertEquals(List.of(), doubter.problems(Doubts.NONE,
            List.of(peer(Bytes.ofHex("01020304"), 0, OptionalLong.empty()))));
    }

    @Test
    void timesThatCannotBeRightAreListedByStretchesUntilTheyAreCorrected() {
        long ahead = Pen.NOON + Stamps.AHEAD_MILLIS_MAX;
        Sealed last = admit(pen.first(Doubter.PLAUSIBLE_MILLIS));
        last = admit(pen.after(last, ahead));
        assertEquals(List.of(), doubts().misdated());

        last = admit(pen.after(last, ahead + 1));
        last = admit(pen.after(last, ahead + 5));
        last = admit(pen.after(last, Doubter.PLAUSIBLE_MILLIS - 1));
        admit(pen.after(admit(pen.after(last, Pen.NOON)), 0));

        FeedId feed = pen.feed();
        Doubts.Misdated first = new Doubts.Misdated(feed, "box2", 3, 4, ahead + 5);
        Doubts.Misdated early =
            new Doubts.Misdated(feed, "box2", 5, 5, Doubter.PLAUSIBLE_MILLIS - 1);
        Doubts.Misdated end = new Doubts.Misdated(feed, "box2", 7, 7, 0);
        assertEquals(List.of(first, early, end), doubts().misdated());
        held.obey(new Rules(Map.of(), Map.of(),
            Map.of(feed, List.of(new Rules.Shift(3, 4, -5))), OptionalLong.empty()));
        assertEquals(List.of(early, end), doubts().misdated());
    }

    @Test
    void theListOfWrongTimesIsBounded() {
        Sealed last = admit(pen.first(0));
        for (int i = 0; i < 2 * Doubts.LISTED_MAX + 2; i++) {
            last = admit(pen.after(last, i % 2 == 0 ? Pen.NOON : 0));
        }

        assertEquals(Doubts.LISTED_MAX, doubts().misdated().size());
    }

    @Test
    void whoDoesNotKnowTheTimeFindsNoTimeWrong() {
        admit(pen.first(0));

        doubter.refresh(held.journal, Doubter.PLAUSIBLE_MILLIS - 1);

        assertEquals(List.of(), doubter.doubts(Map.of(), Doubts.NONE.clock()).misdated());
    }

    @Test
    void aClockThatCountsAsNotSetIsAProblem() {
        held.obey(Rules.NONE.withFloor(Pen.NOON + 1));

        assertFalse(doubts().clock().set());
        assertEquals(OptionalLong.of(Pen.NOON + 1), doubts().clock().floorMillis());
        assertTrue(problems().get(0).contains("the command clock"));
    }
}
