// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.World.Write;
import org.junit.jupiter.api.Test;

/** Reducers come, fold what was there before them, are replaced, and go. */
class ComingReducerTest {
    private static final long NOON = Pen.NOON;
    private static final Optional<Sealed> NONE = Optional.empty();

    private final World world = new World();
    private final Registers registers = new Registers(1);
    private final Pen amina = new Pen(1);
    private final Pen bakary = new Pen(2);

    private Snapshot.View view() {
        return world.projections.views().get(Registers.NAME);
    }

    @Test
    void aHistoryIsFoldedInSlicesAndShownStaleUntilItIs() {
        chain(100);
        world.install(registers);
        assertTrue(view().stale());

        int turns = 0;
        while (!world.projections.step(10, 0)) {
            turns++;
            assertTrue(view().stale());
            assertTrue(registers.folds() <= 10 * turns, registers.folds() + " folds");
        }

        assertTrue(turns >= 10, turns + " turns");
        assertFalse(view().stale());
        assertEquals(100, world.shown().size());
        assertEquals(100, registers.folds());
    }

    private List<Write> chain(int length) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            writes.add(World.write(amina, i == 0 ? NONE : Optional.of(writes.get(i - 1).sealed()),
                NOON + i, "k" + i, "v"));
            writes.get(i).addTo(world);
        }
        return writes;
    }

    @Test
    void whatArrivesDuringTheHistoryTakesItsPlace() {
        Write one = World.write(amina, NONE, NOON, "k", "one");
        one.addTo(world);
        chain2(one);
        world.install(registers);

        World.write(bakary, NONE, NOON + 500, "k", "two").addTo(world);
        world.settle();

        assertEquals(List.of("one", "two"), world.values("k"));
    }

    private void chain2(Write first) {
        Optional<Sealed> last = Optional.of(first.sealed());
        for (int i = 0; i < 20; i++) {
            Write write = World.write(amina, last, NOON, "other" + i, "x");
            write.addTo(world);
            last = Optional.of(write.sealed());
        }
    }

    @Test
    void theViewOfAReducerThatLeftIsKeptStaleAndDroppedAfterTheGrace() {
        world.install(registers);
        World.write(amina, NONE, NOON, "k", "one").addTo(world);

        world.projections.remove(registers, 1_000);
        world.projections.step(1, 1_000 + Projections.GRACE_MILLIS - 1);

        assertTrue(view().stale());
        assertEquals(List.of("one"), world.values("k"));
        assertEquals(Set.of(), world.projections.kinds());
        world.projections.step(1, 1_000 + Projections.GRACE_MILLIS);
        assertEquals(Map.of(), world.projections.views());
    }

    @Test
    void nothingIsFoldedForAReducerThatLeft() {
        world.install(registers);
        world.projections.remove(registers, 0);

        World.write(amina, NONE, NOON, "k", "one").addTo(world);

        assertEquals(0, registers.folds());
    }

    @Test
    void theOldViewStaysUntilTheNextVersionHasFoldedTheHistory() {
        world.install(registers);
        chain(30);
        SortedTree<Key, Document> before = world.shown();
        Registers next = new Registers(2);

        world.projections.remove(registers, 0);
        world.install(next);
        world.projections.step(5, 0);

        assertSame(before, world.shown());
        assertTrue(view().stale());
        assertEquals(1, view().version());
        world.settle();
        assertEquals(2, view().version());
        assertFalse(view().stale());
        assertEquals(30, world.shown().size());
    }

    @Test
    void whileBothVersionsAreHereTheOldOneGoesOn() {
        world.install(registers);
        List<Write> writes = chain(30);
        world.install(new Registers(2));
        world.projections.step(5, 0);

        World.write(amina, Optional.of(writes.get(29).sealed()), NOON, "k0", "new").addTo(world);

        assertEquals(List.of("new"), world.values("k0"));
        assertEquals(1, view().version());
        world.settle();
        world.projections.remove(registers, 0);
        assertEquals(2, view().version());
        assertEquals(List.of("new"), world.values("k0"));
        assertFalse(view().stale());
    }

    @Test
    void aLogThatFailsIsNotTheReducersFault() {
        chain(3);
        world.install(registers);
        world.fault = new EventLogException("no power");

        assertThrows(EventLogException.class, () -> world.projections.step(100, 0));
        assertEquals(List.of(), world.projections.problems());
    }
}
