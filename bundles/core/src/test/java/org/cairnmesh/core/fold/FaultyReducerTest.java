// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.World.Write;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reducer that breaks its contract is set aside and named; all else goes on. */
class FaultyReducerTest {
    private final World world = new World();
    private final Pen amina = new Pen(1);
    private final Write one = World.write(amina, Optional.empty(), Pen.NOON, "k", "one");
    private final Write two = World.write(amina, Optional.of(one.sealed()), Pen.NOON, "k", "two");

    static Stream<Arguments> faults() {
        List<Supplier<Throwable>> faults = List.of(() -> new IllegalStateException("broken"),
            () -> new NoClassDefFoundError("gone"), StackOverflowError::new,
            () -> new AssertionError("never"), () -> null);
        return Stream.of("key", "fold", "view", "kinds").flatMap(method ->
            faults.stream().map(fault -> Arguments.of(method, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isSetAsideAndNamedAndTheOthersGoOn(String method, Supplier<Throwable> fault) {
        Faulty faulty = new Faulty(method, 1, fault);
        Notes notes = new Notes();
        world.install(faulty);
        world.install(notes);

        one.addTo(world);
        world.settle();
        int calls = faulty.calls;
        two.addTo(world);
        world.settle();

        assertEquals(1, world.projections.problems().size());
        assertTrue(world.projections.problems().get(0).contains(Registers.NAME));
        assertEquals(calls, faulty.calls);
        assertEquals(2, notes.folds);
        assertEquals(notes.kinds(), world.projections.kinds());
        assertTrue(world.projections.views().get(Registers.NAME).stale());
        assertFalse(world.projections.views().get("notes").stale());
    }

    @Test
    void isSetAsideWhileItsHistoryIsFolded() {
        one.addTo(world);
        two.addTo(world);
        world.install(new Faulty("fold", 1, StackOverflowError::new));

        world.settle();

        assertEquals(1, world.projections.problems().size());
    }

    @Test
    void isSetAsideWhileAnEventIsStaged() {
        world.install(new Faulty("fold", 1, StackOverflowError::new));

        Set<?> unseen = world.stage(world.open(amina), List.of(), one.event());

        assertEquals(Set.of(), unseen);
        assertEquals(1, world.projections.problems().size());
    }

    @Test
    void lackOfMemoryIsNotItsFault() {
        world.install(new Faulty("fold", 1, OutOfMemoryError::new));

        assertThrows(OutOfMemoryError.class, () -> one.addTo(world));
    }

    @Test
    void theViewOfTheVersionBeforeItStays() {
        Registers good = new Registers(1);
        world.install(good);
        one.addTo(world);
        for (String method : List.of("fold", "kinds")) {
            Faulty next = new Faulty(method, 2, () -> new NoClassDefFoundError("gone"));
            world.projections.remove(good, 0);
            world.install(next);

            world.settle();
            world.projections.step(1, 10 * Projections.GRACE_MILLIS);

            assertEquals(List.of("one"), world.values("k"), method);
            assertTrue(world.projections.views().get(Registers.NAME).stale());
            assertEquals(1, world.projections.problems().size());
            world.projections.remove(next, 10 * Projections.GRACE_MILLIS);
        }
    }

    @Test
    void theVersionThatIsRolledBackToReplacesIt() {
        Registers good = new Registers(1);
        Faulty next = new Faulty("fold", 2, () -> new NoClassDefFoundError("gone"));
        world.install(good);
        one.addTo(world);
        world.projections.remove(good, 0);
        world.install(next);
        world.settle();

        long now = 10 * Projections.GRACE_MILLIS;
        world.projections.remove(next, now);
        world.projections.step(1, now);
        assertEquals(List.of("one"), world.values("k"));
        world.install(new Registers(1));
        two.addTo(world);
        world.settle();

        assertEquals(List.of("two"), world.values("k"));
        assertEquals(List.of(), world.projections.problems());
        assertFalse(world.projections.views().get(Registers.NAME).stale());
    }

    /** Another reducer of the same kind. */
    private static final class Notes implements Reducer {
        int folds;

        @Override
        public String name() {
            return "notes";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Set<Kind> kinds() {
            return Set.of(Registers.SET);
        }

        @Override
        public Key key(Event event) {
            return new Key("all");
        }

        @Override
        public Document fold(Document before, Event event, Causality seen) {
            folds++;
            return before;
        }

        @Override
        public Document view(Document state) {
            return state;
        }
    }
}
