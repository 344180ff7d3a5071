// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** Wrong clocks, of boxes that mean well and of insiders, ahead and behind: they harm nobody. */
class ClocksTest {
    private static final long HOUR = 3_600_000;
    /** 1970, and times in 2099 and at the end of all time. */
    private static final List<Long> WRONG =
        List.of(0L, 5_000L, 4_090_000_000_000L, Limits.TIME_MILLIS_MAX - 1);

    private final Held held = held(Rig.box(1), Pen.NOON);

    private static Held held(Box box, long nowMillis) {
        Held held = new Held(new Journal(new MoodyLog()), box, reason -> { }, nowMillis);
        held.install(new Registers(1));
        return held;
    }

    private static EventId append(Held held, String key, String value) {
        EventId id = held.append(Registers.set(key, value)).accepted();
        held.contact();
        settle(held);
        return id;
    }

    private static void settle(Held held) {
        while (!held.fold(100_000, 0)) {
            continue;
        }
        held.commit();
    }

    private static void give(Held from, Held to) {
        from.journal.arrivals.stream().toList().forEach(place -> to.admit(from.block(place)));
        settle(to);
    }

    private static List<String> values(Held held, String key) {
        return Registers.values(held.projections().views().get(Registers.NAME).documents(), key);
    }

    private static Header last(Held held) {
        Place place = held.journal.arrivals.get(held.journal.arrivals.size() - 1);
        Block block = held.block(place);
        return Header.decode(block.header());
    }

    private static Rules floor(long millis) {
        return Rules.NONE.withFloor(millis);
    }

    @Test
    void aWriteThatSawOneWithAWrongClockSettlesItWhateverTheStamps() {
        for (long wrong : WRONG) {
            Held here = held(Rig.box(1), Pen.NOON);
            Held other = held(Rig.box(2), wrong);
            append(other, "k", "wrong");
            give(other, here);

            append(here, "k", "right");
            give(here, other);

            assertEquals(List.of("right"), values(here, "k"), "" + wrong);
            assertEquals(List.of("right"), values(other, "k"), "" + wrong);
            append(other, "k", "again");
            give(other, here);
            assertEquals(List.of("again"), values(here, "k"), "" + wrong);
        }
    }

    @Test
    void theClockOfABoxStaysItsOwnWhateverOthersStamp() {
        for (long wrong : WRONG) {
            Held here = held(Rig.box(1), Pen.NOON);
            Held other = held(Rig.box(2), wrong);
            append(other, "k", "wrong");
            give(other, here);

            append(here, "j", "right");

            assertEquals(Pen.NOON, last(here).timeMillis(), "" + wrong);
            assertTrue(last(here).clockSet(), "" + wrong);
            assertEquals(Pen.NOON, here.clockMillis());
        }
    }

    @Test
    void aBoxWhoseClockIsRepairedIsNotHeldBackByWhatItStamped() {
        for (long wrong : WRONG) {
            Held other = held(Rig.box(2), wrong);
            append(other, "k", "wrong");

            other.at(Pen.NOON);
            append(other, "k", "right");

            assertEquals(Pen.NOON, last(other).timeMillis());
            assertEquals(List.of("right"), values(other, "k"));
        }
    }

    @Test
    void ofWritesThatHadNotSeenEachOtherBothStandWhateverTheStamps() {
        for (long wrong : WRONG) {
            Held here = held(Rig.box(1), Pen.NOON);
            Held other = held(Rig.box(2), wrong);
            append(here, "k", "right");
            append(other, "k", "wrong");

            give(other, here);
            give(here, other);

            assertEquals(2, values(here, "k").size());
            assertEquals(values(here, "k"), values(other, "k"));
        }
    }

    @Test
    void aCorrectedFeedStandsWhereItBelongsAndTheWrittenTimeStays() {
        Held other = held(Rig.box(2), 4_090_000_000_000L);
        append(other, "k", "wrong");
        give(other, held);
        Place place = held.journal.arrivals.get(0);
        assertTrue(place.rank() > Pen.NOON);

        held.obey(new Rules(Map.of(), Map.of(), Map.of(place.feed(), List.of(
            new Rules.Shift(1, 1, Pen.NOON - HOUR - 4_090_000_000_000L))),
            OptionalLong.empty()));

        assertEquals(Pen.NOON - HOUR, place.rank());
        assertEquals(4_090_000_000_000L, place.timeMillis());
        assertEquals(4_090_000_000_000L, held.events(place).get(0).atMillis());
    }

    @Test
    void aClockBehindTheRosterStepsForwardToItAndIsMarkedNotSet() {
        held.obey(floor(Pen.NOON + HOUR));

        append(held, "k", "behind");

        assertEquals(Pen.NOON + HOUR, last(held).timeMillis());
        assertFalse(last(held).clockSet());
        assertEquals(Pen.NOON + HOUR,
            held.events(held.journal.arrivals.get(0)).get(0).atMillis());
        assertFalse(held.clockSet());
        assertEquals(Pen.NOON, held.clockMillis());
    }

    @Test
    void aClockThatShowsTheTimeOfTheRosterOrMoreIsLeftAlone() {
        for (long ahead : List.of(0L, 1L, HOUR)) {
            held.obey(floor(Pen.NOON - ahead));

            append(held, "k", "set");

            assertEquals(Pen.NOON, last(held).timeMillis());
            assertTrue(last(held).clockSet());
        }
    }

    @Test
    void whoeverIsNotOfTheRosterMovesNoFloor() {
        Pen insider = new Pen(9);
        held.obey(floor(Pen.NOON - HOUR));

        held.admit(insider.first(Limits.TIME_MILLIS_MAX - 1).block());
        append(held, "k", "mine");

        assertEquals(Pen.NOON, last(held).timeMillis());
        assertEquals(List.of("mine"), values(held, "k"));
    }

    @Test
    void aClockBeyondAllTimeIsStampedAsTheLastAndNotSet() {
        long seed = 2;
        for (long beyond : List.of(Limits.TIME_MILLIS_MAX, Long.MAX_VALUE / 2)) {
            Held box = held(Rig.box(seed++), beyond);

            append(box, "k", "late");

            assertEquals(Limits.TIME_MILLIS_MAX - 1, last(box).timeMillis());
            assertFalse(last(box).clockSet());
            give(box, held);
        }
        assertEquals(List.of("late", "late"), values(held, "k"));
    }

    @Test
    void aClockBeforeAllTimeIsStampedAsTheFirst() {
        Held box = held(Rig.box(2), -HOUR);

        append(box, "k", "early");

        assertEquals(0, last(box).timeMillis());
        assertFalse(last(box).clockSet());
    }
}
