// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** What a box writes is dated by its own clock, whatever others claimed the time to be. */
class NoClockTest {
    /** In 2099. */
    private static final long LATE = 4_070_908_800_000L;

    private final MoodyLog log = new MoodyLog();
    private Held held = start(Pen.NOON);

    private Held start(long nowMillis) {
        return new Held(new Journal(log), Rig.box(1), reason -> { }, nowMillis);
    }

    /** Writes an event and seals it; the block. */
    private Place write() {
        held.append(Registers.set("k", "mine"));
        held.contact();
        held.commit();
        return held.graph().places().stream()
            .filter(place -> place.author().device().equals(held.device()))
            .max(Comparator.comparingLong(Place::number)).orElseThrow();
    }

    @Test
    void aBlockThatWasRefusedMovesNoClock() {
        Block late = new Pen(2).first(LATE).block();
        Block forged = new Block(late.id(), late.feed(), 1, late.previous(), 0, late.header(),
            late.body(), Bytes.of(new byte[64]));

        assertInstanceOf(Verdict.Refused.class, held.admit(forged));
        Place own = write();

        assertEquals(Pen.NOON, own.timeMillis());
        assertEquals(Pen.NOON, own.rank());
        assertEquals(Pen.NOON, held.events(own).get(0).atMillis());
    }

    @Test
    void aBlockThatWasAdmittedMovesTheRankAndNoClock() {
        Pen pen = new Pen(2);
        held.admit(pen.block(Optional.empty(), LATE, List.of(), List.of(pen.note("late")))
            .block());
        held.fold(1_000, 0);

        Place own = write();

        assertEquals(Pen.NOON, own.timeMillis());
        assertEquals(LATE + 1, own.rank());
        assertEquals(Pen.NOON, held.events(own).get(0).atMillis());
    }

    @Test
    void aBoxWhoseClockWentBackAtARestartWritesAfterWhatItWrote() {
        held.at(LATE);
        Place before = write();

        held = start(0);
        Place after = write();

        assertEquals(LATE, before.rank());
        assertEquals(0, after.timeMillis());
        assertEquals(LATE + 1, after.rank());
    }
}
