// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Projections;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLogs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a box does by itself, while nobody posts anything, is in its snapshot too. */
class PublishedTest {
    /** More than is folded in one turn. */
    private static final int HISTORY = 4_500;

    private final Pen pen = new Pen(1);
    private Loop loop;
    private long tickMillis;

    @BeforeEach
    void start() {
        Box box = new Box(pen.identity, "box", Pen.SPACE_NAME, new Random(1));
        loop = new Loop(box, Instant.ofEpochMilli(Pen.NOON));
        loop.bind(new MemoryEventLogs(Bytes.of(new byte[8])));
    }

    @Test
    void aViewGoesOnceItsReducerIsAwayForLong() {
        Registers reducer = new Registers(1);
        loop.bind(reducer);
        loop.append(Registers.set("key", "value"));
        step();
        loop.unbind(reducer);
        step();
        assertTrue(loop.snapshot().views().get(Registers.NAME).stale());

        tickMillis += Projections.GRACE_MILLIS;
        step();

        assertEquals(Set.of(), loop.snapshot().views().keySet());
    }

    @Test
    void whatADriverSentIsShown() {
        loop.bind(new Swallower());
        long sent = 0;

        for (int i = 0; i < 100 && sent == 0; i++) {
            tickMillis += step();
            sent = loop.snapshot().carriers().get(0).framesOut();
        }

        assertEquals(1, sent, "a beacon");
    }

    @Test
    void whatTheLastSliceOfAHistoryFoldsIsShown() {
        for (int i = 0; i < HISTORY; i++) {
            loop.append(Registers.set("key " + i, "value"));
            step();
        }
        loop.bind(new Registers(1));
        step();
        assertTrue(loop.snapshot().views().get(Registers.NAME).stale(), "folded in one turn");

        while (step() == 0) {
            continue;
        }

        assertFalse(loop.snapshot().views().get(Registers.NAME).stale());
        assertEquals(HISTORY, shown());
    }

    @Test
    void noSnapshotShowsAPartOfTheHistoryWhileTheLogIsSwapped() {
        MemoryEventLogs log = new MemoryEventLogs(Bytes.ofLong(7));
        loop.bind(log);
        loop.bind(new Registers(1));
        for (int i = 0; i < HISTORY; i++) {
            loop.append(Registers.set("key " + i, "value"));
            step();
        }
        assertEquals(HISTORY, shown());

        loop.bind(log);

        while (step() == 0) {
            assertEquals(HISTORY, shown());
        }
        assertEquals(HISTORY, shown());
    }

    private int shown() {
        return loop.snapshot().documents(Registers.NAME).size();
    }

    private long step() {
        return loop.step(Instant.ofEpochMilli(Pen.NOON), tickMillis);
    }

    /** Takes every frame. */
    private static final class Swallower implements Transport {
        @Override
        public Medium medium() {
            return new Medium("nothing", 500, new LoRa(7, 500_000, 5), true, false, 1);
        }

        @Override
        public void open(Inbox inbox) { }

        @Override
        public boolean transmit(Frame frame) {
            return true;
        }

        @Override
        public void close() { }
    }
}
