// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.junit.jupiter.api.Test;

class ActTest {
    private static final FeedId FEED = new FeedId(Bytes.ofHex("ab".repeat(16)));
    private static final long FAR = Limits.TIME_MILLIS_MAX;

    private static Head head(FeedId feed, long number) {
        return new Head(feed, number, new BlockId(Crypto.hash(Bytes.ofLong(number).toArray())));
    }

    private static List<Head> heads(int count) {
        return LongStream.rangeClosed(1, count).mapToObj(n -> head(FEED, Long.MAX_VALUE - count
            + n)).toList();
    }

    private static Act.Key key(int wraps) {
        Random random = new Random(wraps);
        return new Act.Key(Scribe.noise(random, 4), true, Scribe.noise(random, 32),
            IntStream.range(0, wraps).mapToObj(i -> new Act.Key.Wrap(Scribe.device(i),
                Scribe.noise(random, 48))).toList());
    }

    private static Act.CorrectTime correct(long from, long to, long offsetMillis) {
        return new Act.CorrectTime(FEED, new Correction(from, to, offsetMillis));
    }

    /** One of each, the largest that it can be. */
    private static List<Act> acts() {
        return List.of(new Act.Found("n".repeat(32), true), new Act.Enrol(
            Scribe.identity(1).publicKeys(), "x".repeat(32), Act.FEEDS_MAX),
            new Act.Admin(Scribe.device(1)), new Act.Revoke(Scribe.device(1),
            heads(Act.HEADS_MAX)), key(Act.WRAPS_MAX), new Act.Resolve(FEED,
            heads(Act.HEADS_MAX)), correct(1, Long.MAX_VALUE, 1 - FAR));
    }

    private static Event event(Act act) {
        return new Event(new EventId(Bytes.ofLong(1), 1), act.kind(), act.payload(),
            "x".repeat(Limits.BY_BYTES_MAX), 0, Optional.empty());
    }

    @Test
    void everyActIsReadBackFromItsEvent() {
        for (Act act : acts()) {
            assertEquals(Optional.of(act), Act.of(event(act)));
            assertEquals(act, Act.of(act.kind(),
                (Item.Table) Cbor.decode(Cbor.encode(act.payload()))));
        }
        assertEquals(7, acts().stream().map(Act::kind).distinct().count());
    }

    @Test
    void theLargestActFitsAnEvent() {
        for (Act act : acts()) {
            assertTrue(Body.plainSize(event(act)) <= Limits.EVENT_BYTES_MAX,
                act.kind() + ": " + Body.plainSize(event(act)));
        }
    }

    @Test
    void anActWithAKeyMoreOrLessOrOfAnotherTypeIsNone() {
        for (Act act : acts()) {
            Item.Table payload = act.payload();
            refused(act.kind(), payload.with("more", Item.of(1)));
            for (String key : payload.entries().keySet()) {
                refused(act.kind(), payload.without(key));
                refused(act.kind(), payload.with(key, Item.NULL));
                refused(act.kind(), payload.with(key, Item.Table.EMPTY));
            }
        }
    }

    private static void refused(Kind kind, Item.Table payload) {
        assertThrows(MalformedException.class, () -> Act.of(kind, payload));
        assertEquals(Optional.empty(), Act.of(new Event(new EventId(Bytes.ofLong(1), 1), kind,
            payload, "", 0, Optional.empty())));
    }

    @Test
    void anEventOfAnotherKindIsNone() {
        refused(new Kind("field.set"), Item.Table.EMPTY);
        refused(new Kind("space.party"), Item.Table.EMPTY);
    }

    @Test
    void boundsAreTakenAndWhatIsPastThemIsNot() {
        Bytes keys = Scribe.identity(1).publicKeys();

        none(() -> new Act.Found("n".repeat(33), false));
        none(() -> new Act.Found(" ", false));
        none(() -> new Act.Found("a\nb", false));
        none(() -> new Act.Enrol(keys, "n", 0));
        none(() -> new Act.Enrol(keys, "n", Act.FEEDS_MAX + 1));
        none(() -> new Act.Enrol(keys.head(63), "n", 1));
        assertEquals(List.of(), new Act.Revoke(Scribe.device(1), List.of()).heads());
        none(() -> new Act.Revoke(Scribe.device(1), heads(Act.HEADS_MAX + 1)));
        none(() -> new Act.Resolve(FEED, List.of()));
        none(() -> new Act.Resolve(FEED, heads(Act.HEADS_MAX + 1)));
        none(() -> key(0));
        none(() -> key(Act.WRAPS_MAX + 1));
        assertEquals(1, key(1).wraps().size());
    }

    @Test
    void headsAscendAndAreOfTheFeedThatIsResolved() {
        List<Head> two = heads(2);

        none(() -> new Act.Revoke(Scribe.device(1), List.of(two.get(1), two.get(0))));
        none(() -> new Act.Revoke(Scribe.device(1), List.of(two.get(0), two.get(0))));
        none(() -> new Act.Resolve(new FeedId(Bytes.of(new byte[16])), two));
        none(() -> head(FEED, 0));
    }

    @Test
    void correctionsStayInTheRangeOfTimes() {
        none(() -> correct(0, 1, 1));
        none(() -> correct(2, 1, 1));
        none(() -> correct(1, 1, FAR));
        none(() -> correct(1, 1, -FAR));
        none(() -> correct(1, 1, Long.MIN_VALUE));
        assertEquals(FAR - 1, new Correction(1, 1, FAR - 1).apply(FAR - 1));
        assertEquals(0, new Correction(1, 1, 1 - FAR).apply(5));
        assertEquals(7, new Correction(1, 1, 2).apply(5));
    }

    @Test
    void wrapsThatAreCutShortAreRefused() {
        Item.Table payload = key(2).payload();
        Bytes all = ((Item.Bin) payload.get("for")).value();

        refused(Act.Key.KIND, payload.with("for", Item.of(all.head(all.size() - 1))));
        assertEquals(1, ((Act.Key) Act.of(Act.Key.KIND, payload.with("for",
            Item.of(all.head(all.size() / 2))))).wraps().size());
    }

    @Test
    void headsOfAnotherShapeAreRefused() {
        Item.Table payload = new Act.Revoke(Scribe.device(1), heads(1)).payload();
        Item.Array head = (Item.Array) payload.list("heads").get(0);

        refused(Act.Revoke.KIND, payload.with("heads", Item.of(Item.of(head.at(0), head.at(1)))));
        refused(Act.Revoke.KIND, payload.with("heads", Item.of(Item.of(head.at(0), head.at(1),
            head.at(2), head.at(2)))));
        refused(Act.Revoke.KIND, payload.with("heads", Item.of(Item.of(1))));
    }

    @Test
    void aPageHoldsTheActsOfABlockAndNothingElse() {
        org.cairnmesh.core.feed.Pen pen = new org.cairnmesh.core.feed.Pen(1);
        Act act = new Act.Admin(Scribe.device(1));
        List<Event> events = List.of(pen.note("no act"), event(act),
            pen.event(act.kind(), Map.of("device", Item.of("no device"))));
        var sealed = pen.first(Scribe.NOON);

        Page page = Page.of(sealed.header(), sealed.block().id(), events);

        assertEquals(List.of(act), page.acts());
        assertEquals(pen.feed(), page.feed());
        assertEquals(1, page.number());
        assertEquals(Optional.of(pen.founding), page.founding());
        assertEquals(Scribe.NOON, page.timeMillis());
    }

    private static void none(org.junit.jupiter.api.function.Executable make) {
        assertThrows(IllegalArgumentException.class, make);
    }
}
