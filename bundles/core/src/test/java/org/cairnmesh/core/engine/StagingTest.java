// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

/** When staged events are sealed, and that nothing of them is lost. */
class StagingTest {
    private final Rig rig = new Rig();

    @Test
    void aPacketsWorthIsSealed() {
        int events = 0;
        while (rig.blocks().isEmpty()) {
            rig.set("key " + events, "value " + events * 7919);
            events++;
        }

        Block block = rig.blocks().get(0);
        assertEquals(events - 1, block.events());
        assertTrue(block.events() > 5, block.events() + " events");
        assertTrue(block.body().size() + Sealer.OVERHEAD_BYTES <= Limits.PACKET_BYTES);
        assertEquals(1, rig.snapshot().holding().staged());
        assertEquals(events, rig.snapshot().holding().events());
    }

    @Test
    void theOldestStagedEventIsSealedAfterAQuarterOfAnHour() {
        rig.set("k", "one");
        rig.pass(Staging.SEAL_MILLIS / 2);
        rig.set("k", "two");

        rig.pass(Staging.SEAL_MILLIS / 2 - 1);
        assertEquals(2, rig.snapshot().holding().staged());
        rig.pass(1);

        assertEquals(0, rig.snapshot().holding().staged());
        assertEquals(2, rig.blocks().get(0).events());
        assertEquals(List.of("two"), rig.values("k"));
    }

    @Test
    void anUrgentEventIsSealedAtOnceWithWhatWaits() {
        rig.set("k", "one");

        rig.append(Registers.set("k", "help").withUrgency());

        assertEquals(2, rig.blocks().get(0).events());
        assertEquals(0, rig.snapshot().holding().staged());
        assertEquals(List.of("help"), rig.values("k"));
    }

    @Test
    void nothingIsSealedWhereNothingWaits() {
        rig.pass(10 * Staging.SEAL_MILLIS);

        assertEquals(List.of(), rig.blocks());
    }

    @Test
    void stagedEventsSurviveARestartAndKeepTheirIds() {
        List<EventId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(rig.set("k" + i, "v"));
        }
        assertEquals(List.of(), rig.blocks());

        rig.start();

        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(ids.get(i)), rig.heads("k" + i));
        }
        assertEquals(1, rig.blocks().size());
        assertEquals(0, rig.snapshot().holding().staged());
        assertEquals(5, rig.snapshot().holding().events());
        assertEquals(0, rig.log.log.staged().size());
    }

    @Test
    void eventsOfTwoStartsKeepTheirIdsAndTheirFeed() {
        EventId one = rig.set("a", "v");
        rig.start();
        EventId two = rig.set("b", "v");
        rig.start();

        assertEquals(List.of(one), rig.heads("a"));
        assertEquals(List.of(two), rig.heads("b"));
        assertFalse(one.origin().equals(two.origin()));
        assertEquals(1, rig.snapshot().feeds().size());
        assertEquals(2, rig.snapshot().feeds().get(0).height());
        assertTrue(rig.snapshot().feeds().get(0).own());
    }

    @Test
    void aCrashBetweenAnyTwoEventsLosesAndDoublesNothing() {
        List<EventId> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            ids.add(rig.set("k" + i, "value " + i * 31));
            if (i % 7 == 3) {
                rig.start();
            }
        }
        rig.start();

        for (int i = 0; i < ids.size(); i++) {
            assertEquals(List.of(ids.get(i)), rig.heads("k" + i));
        }
        assertEquals(60, rig.snapshot().holding().events());
    }

    @Test
    void whatAnEventReplacedIsReplacedAfterARestartToo() {
        Pen other = new Pen(5);
        Held held = new Held(new Journal(rig.log), rig.box, reason -> { }, rig.now);
        held.admit(other.block(Optional.empty(), Pen.NOON, List.of(), List.of(
            other.event(Registers.SET, Registers.payload("k", "theirs")))).block());
        held.commit();
        rig.start();
        assertEquals(List.of("theirs"), rig.values("k"));
        rig.set("k", "mine");
        assertEquals(List.of("mine"), rig.values("k"));

        rig.start();

        assertEquals(List.of("mine"), rig.values("k"));
        assertEquals(1, Header.decode(rig.blocks().get(1).header()).context().size());
    }

    @Test
    void aRestoredBackupGoesOnAndItsCopiesFoldOnce() {
        EventId one = rig.set("a", "v");
        MemoryEventLog backup = rig.log.log.copy();
        rig.start();
        List<Block> sealed = rig.blocks();

        Rig restored = new Rig(Rig.box(1), new MoodyLog(backup));
        Held held = new Held(new Journal(restored.log), restored.box, r -> { }, restored.now);
        sealed.forEach(block -> held.admit(block));
        held.commit();
        restored.start();

        assertEquals(List.of(one), restored.heads("a"));
        assertEquals(List.of("v"), restored.values("a"));
    }

    @Test
    void aClockBeforeTwoThousandTwentySixIsMarkedNotSet() {
        rig.now = 1_000;
        rig.seal();
        rig.now = Pen.NOON;
        rig.seal();

        assertFalse(Header.decode(rig.blocks().get(0).header()).clockSet());
        assertTrue(Header.decode(rig.blocks().get(1).header()).clockSet());
    }

    @Test
    void aClockThatIsSetBackDoesNotReorderItsOwnEvents() {
        rig.set("k", "one");
        rig.seal();
        rig.now -= 1_000_000_000;

        rig.set("k", "two");
        rig.seal();

        assertEquals(List.of("two"), rig.values("k"));
    }

    @Test
    void damagedBlocksOfTheLogAreLeftOutAndNamed() {
        rig.set("k", "one");
        rig.seal();
        rig.set("k", "two");
        rig.seal();
        Block second = rig.blocks().get(1);
        MemoryEventLog damaged = new MemoryEventLog(Bytes.ofLong(2));
        damaged.commit(org.cairnmesh.api.log.Batch.sealing(List.of(rig.blocks().get(0),
            new Block(second.id(), second.feed(), 2, second.previous(), second.events(),
                second.header(), Bytes.of((byte) 1), second.signature())), 0));

        Rig other = new Rig(Rig.box(1), new MoodyLog(damaged));

        assertEquals(List.of("one"), other.values("k"));
        assertEquals(1, other.snapshot().problems().size());
        assertTrue(other.snapshot().problems().get(0).contains("block 2"));
    }

    @Test
    void aLogOfAnotherSpaceIsRefused() {
        rig.set("k", "one");
        rig.seal();

        Box other = new Box(rig.box.identity(), "box", "demo other", rig.box.random());

        EventLogException e = assertThrows(EventLogException.class,
            () -> new Held(new Journal(rig.log), other, reason -> { }, rig.now));
        assertTrue(e.getMessage().contains("space"), e.getMessage());
    }
}
