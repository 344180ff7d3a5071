// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryCheckpoint;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final String KEY = "k";

    private final MoodyLog log = new MoodyLog();
    private Registers registers = new Registers(1);
    private Held held = start();

    private Held start() {
        Held fresh = new Held(new Journal(log), Rig.box(1), reason -> { }, Pen.NOON);
        fresh.install(registers);
        settle(fresh);
        return fresh;
    }

    private static void settle(Held held) {
        while (!held.fold(100_000, 0)) {
            continue;
        }
        held.commit();
    }

    /** As after a restart: what was not committed is gone. */
    private void restart(int version) {
        log.log.checkpoint(log.log.checkpoint().committed());
        registers = new Registers(version);
        held = start();
    }

    private void set(String key, String value) {
        held.append(Registers.set(key, value)).accepted();
        settle(held);
    }

    private List<String> values() {
        return Registers.values(
            held.projections().views().get(Registers.NAME).documents(), KEY);
    }

    private void setAndSave() {
        set(KEY, "one");
        set(KEY, "two");
        set("other", "three");
        held.contact();
        settle(held);
        assertTrue(held.save());
    }

    @Test
    void nothingIsFoldedThatTheCheckpointCovers() {
        setAndSave();

        restart(1);

        assertEquals(0, registers.folds());
        assertEquals(List.of("two"), values());
        assertEquals(Map.of(Registers.SET, 3L), held.journal.kinds);
        assertEquals(3, held.journal.events);
        assertFalse(held.unsaved());
    }

    @Test
    void whatCameSinceIsFoldedOnTopOfIt() {
        setAndSave();
        set(KEY, "late");
        held.contact();
        settle(held);

        restart(1);

        assertEquals(Map.of(KEY, 1), registers.folds);
        assertEquals(List.of("late"), values());
        assertEquals(Map.of(Registers.SET, 4L), held.journal.kinds);
    }

    @Test
    void whatIsStagedWhileItIsSavedIsNoPartOfIt() {
        setAndSave();
        set(KEY, "staged");
        assertTrue(held.save());
        int before = registers.folds();

        restart(1);

        assertEquals(List.of("staged"), values());
        assertEquals(Map.of(Registers.SET, 4L), held.journal.kinds);
        assertTrue(registers.folds() <= before);
        assertFalse(registers.folds.containsKey("other"));
    }

    /** The block that comes later holds nothing of the key, and yet settles its conflict. */
    @Test
    void aBlockThatMovedSinceIsFoldedAnew() {
        Pen amina = new Pen(2);
        Pen bakary = new Pen(3);
        Sealed first = amina.block(Optional.empty(), Pen.NOON, List.of(),
            List.of(amina.event(Registers.SET, Registers.payload(KEY, "amina"))));
        Sealed second = amina.after(first, Pen.NOON + 1);
        Sealed seen = bakary.block(Optional.empty(), Pen.NOON + 2, List.of(Pen.naming(second)),
            List.of(bakary.event(Registers.SET, Registers.payload(KEY, "bakary"))));
        held.admit(first.block());
        held.admit(seen.block());
        settle(held);
        assertEquals(2, values().size());
        assertTrue(held.save());
        held.admit(second.block());
        settle(held);

        restart(1);

        assertEquals(List.of("bakary"), values());
    }

    @Test
    void anotherVersionOfAReducerFoldsAllAgain() {
        setAndSave();

        restart(2);

        assertEquals(3, registers.folds());
        assertEquals(List.of("two"), values());
        assertTrue(held.save());
        assertTrue(log.log.checkpoint().tables().keySet().stream()
            .noneMatch(name -> name.contains(":1:")), "the old one is still there");
    }

    @Test
    void aReducerThatComesLaterStartsFromItToo() {
        setAndSave();
        log.log.checkpoint(log.log.checkpoint().committed());
        registers = new Registers(1);
        held = new Held(new Journal(log), Rig.box(1), reason -> { }, Pen.NOON);
        held.admit(new Pen(2).block(Optional.empty(), Pen.NOON, List.of(),
            List.of(new Pen(2).event(Registers.SET, Registers.payload(KEY, "far")))).block());
        held.commit();

        held.install(registers);
        settle(held);

        assertFalse(registers.folds.containsKey("other"));
        assertEquals(2, values().size());
    }

    @Test
    void aDamagedLostOrForeignOneIsNotTrusted() {
        setAndSave();
        MemoryCheckpoint good = log.log.checkpoint().committed();
        for (String table : good.tables().keySet()) {
            if (table.startsWith("plain") || table.startsWith("counts")) {
                continue;
            }
            good.tables().get(table).forEach((key, value) -> {
                MemoryCheckpoint bad = good.committed();
                byte[] bytes = value.toArray();
                bytes[bytes.length - 1] ^= 1;
                bad.put(table, key, Bytes.of(bytes));
                bad.commit();
                log.log.checkpoint(bad);

                restart(1);
                set(KEY, "again");

                assertEquals(List.of("again"), values(), table);
                held.staging.renew(Pen.NOON);
            });
        }
    }

    @Test
    void thatOfAnotherLogOfTheSameLengthIsNotTrusted() {
        setAndSave();
        MemoryCheckpoint other = log.log.checkpoint().committed();
        MoodyLog own = new MoodyLog();
        Held box = new Held(new Journal(own), Rig.box(2), reason -> { }, Pen.NOON);
        box.install(new Registers(1));
        box.append(Registers.set(KEY, "own")).accepted();
        box.contact();
        settle(box);
        own.log.checkpoint(other);

        Held again = new Held(new Journal(own), Rig.box(2), reason -> { }, Pen.NOON);
        again.install(registers);
        settle(again);

        assertEquals(held.journal.arrivals.size(), again.journal.arrivals.size());
        assertEquals(List.of("own"), Registers.values(
            again.projections().views().get(Registers.NAME).documents(), KEY));
        assertEquals(Map.of(Registers.SET, 1L), again.journal.kinds);
    }

    @Test
    void aFailedOneCostsAFoldAndNothingElse() {
        setAndSave();
        log.log.checkpoint().clear("states:1:" + Registers.NAME);
        log.log.checkpoint().commit();

        restart(1);
        set(KEY, "three");

        assertEquals(List.of("three"), values());
        assertEquals(Map.of(KEY, 3), registers.folds);
    }

    @Test
    void savesAfterSoManyEventsAndNotBefore() {
        Pen pen = new Pen(2);
        Saving saving = new Saving();
        Optional<Sealed> last = Optional.empty();
        for (int made = 0; made < Saving.EVENTS_MAX - 1;) {
            int more = Math.min(Limits.BLOCK_EVENTS_MAX, Saving.EVENTS_MAX - 1 - made);
            last = Optional.of(admit(pen, last, more));
            made += more;
        }
        settle(held);
        saving.turn(held, false, 1);
        assertEquals(Map.of(), log.log.checkpoint().committed().tables());

        admit(pen, last, 1);
        settle(held);
        saving.turn(held, false, 1);

        assertEquals(0, held.journal.unsavedEvents());
        assertFalse(log.log.checkpoint().committed().tables().isEmpty());
    }

    private Sealed admit(Pen pen, Optional<Sealed> last, int events) {
        List<Event> list = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            list.add(pen.event(Pen.NOTE, Map.of()));
        }
        Sealed sealed = pen.block(last, Pen.NOON, List.of(), list);
        held.admit(sealed.block());
        held.commit();
        return sealed;
    }

    @Test
    void savesWhenManyDocumentsWaitInMemory() {
        Pen pen = new Pen(2);
        Saving saving = new Saving();
        Optional<Sealed> last = Optional.empty();
        for (int made = 0; made < Saving.DOCUMENTS_MAX;) {
            List<Event> list = new ArrayList<>();
            for (int i = 0; i < Limits.BLOCK_EVENTS_MAX; i++, made++) {
                list.add(pen.event(Registers.SET, Registers.payload("key" + made, "v")));
            }
            saving.turn(held, false, 1);
            assertEquals(Map.of(), log.log.checkpoint().committed().tables());
            last = Optional.of(pen.block(last, Pen.NOON, List.of(), list));
            held.admit(last.get().block());
            settle(held);
        }

        saving.turn(held, false, 1);

        assertEquals(0, held.projections().unsaved());
    }

    @Test
    void anIdleBoxSavesAfterAWhileAndABusyOneNot() {
        set(KEY, "one");
        held.contact();
        settle(held);
        Saving saving = new Saving();

        saving.turn(held, true, Saving.IDLE_MILLIS - 1);
        saving.turn(held, false, Saving.IDLE_MILLIS);
        assertEquals(Map.of(), log.log.checkpoint().committed().tables());

        saving.turn(held, true, Saving.IDLE_MILLIS);
        assertFalse(log.log.checkpoint().committed().tables().isEmpty());
    }

    @Test
    void aLoopSavesWhenItsLogGoesAndWhenItCloses() {
        Rig rig = new Rig();
        rig.set(KEY, "one");
        rig.seal();
        assertEquals(Map.of(), rig.log.log.checkpoint().committed().tables());

        rig.loop.close();

        assertFalse(rig.log.log.checkpoint().committed().tables().isEmpty());
        rig.log.log.checkpoint(rig.log.log.checkpoint().committed());
        rig.start();
        assertEquals(List.of("one"), rig.values(KEY));
    }
}
