// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Change;
import org.cairnmesh.api.subscribe.Cursor;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final Rig rig = new Rig();
    private final Notebook notebook = new Notebook();

    /** A subscriber that keeps what it was told, and where it got to. */
    private static final class Notebook implements Subscriber {
        final List<EventId> told = new ArrayList<>();
        final List<Integer> slices = new ArrayList<>();
        Cursor from = Cursor.START;
        Consumer<Change> hook = change -> { };
        Optional<Appender> appender = Optional.empty();

        @Override
        public Cursor from() {
            return from;
        }

        @Override
        public void changed(Change change, Appender to) {
            hook.accept(change);
            change.events().stream().map(Event::id).forEach(told::add);
            slices.add(change.events().size());
            from = change.next();
            appender = Optional.of(to);
        }
    }

    private List<EventId> write(int count) {
        List<EventId> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(rig.set("k" + i, "v" + i));
        }
        return ids;
    }

    /** Gives the log of the rig a block of another box. */
    private EventId remote(long seed) {
        Pen other = new Pen(seed);
        Event event = other.event(Registers.SET, Registers.payload("remote", "x"));
        Sealed sealed = other.block(Optional.empty(), Pen.NOON, List.of(), List.of(event));
        Held held = new Held(new Journal(rig.log), rig.box, reason -> { }, rig.now);
        held.admit(sealed.block());
        held.commit();
        return event.id();
    }

    @Test
    void isToldEveryEventInTheOrderOfArrival() {
        List<EventId> ids = write(3);
        rig.loop.bind(notebook);
        rig.settle();
        ids.addAll(write(3));
        rig.seal();

        assertEquals(ids, notebook.told.subList(0, 6));
        assertEquals(7, notebook.told.size());
    }

    @Test
    void isToldOnlyWhatIsDurable() {
        rig.loop.bind(notebook);
        rig.settle();
        List<Integer> durable = new ArrayList<>();
        notebook.hook = change -> durable.add(rig.log.log.staged().size());

        write(2);

        assertEquals(List.of(1, 2), durable);
    }

    @Test
    void isToldNothingOfACommitThatFailed() {
        rig.loop.bind(notebook);
        rig.settle();
        rig.log.full = true;
        rig.post(Registers.set("k", "lost"));
        rig.step();
        rig.log.full = false;
        rig.pass(5_000);
        EventId id = rig.set("k", "kept");

        assertEquals(List.of(id), notebook.told);
    }

    @Test
    void isToldWhatOtherBoxesWroteBehindWhatWasSealedBeforeIt() {
        List<EventId> ids = write(2);
        ids.add(remote(7));
        rig.loop.bind(notebook);

        rig.start();
        rig.loop.bind(notebook);
        rig.settle();

        assertEquals(ids, notebook.told);
    }

    @Test
    void goesOnAfterARestartWhereItsCursorSays() {
        rig.loop.bind(notebook);
        List<EventId> ids = write(5);
        Cursor third = new Cursor(rig.log.id(), 3);
        notebook.told.clear();
        notebook.from = third;

        rig.start();
        rig.loop.bind(notebook);
        rig.settle();
        EventId more = rig.set("k", "more");

        assertEquals(List.of(ids.get(3), ids.get(4), more), notebook.told);
    }

    @Test
    void startsAnewWithAnotherLog() {
        write(2);
        notebook.from = new Cursor(Bytes.ofLong(99), 2);

        rig.loop.bind(notebook);
        rig.settle();

        assertEquals(2, notebook.told.size());
    }

    @Test
    void startsAnewWhereABackupWasRestoredThatIsBehindIt() {
        write(2);
        MemoryEventLog backup = rig.log.log.copy();
        write(5);
        notebook.from = new Cursor(rig.log.id(), 7);

        Rig restored = new Rig(rig.box, new MoodyLog(backup));
        restored.loop.bind(notebook);
        restored.settle();
        EventId id = restored.set("k", "after the restore");

        assertEquals(3, notebook.told.size());
        assertEquals(id, notebook.told.get(2));
    }

    @Test
    void isToldInSlicesAndTheLoopGoesOnUntilAllIsTold() {
        for (int i = 0; i < 1_000; i++) {
            rig.post(Registers.set("k" + i, "v"));
        }
        rig.settle();

        rig.loop.bind(notebook);
        rig.step();
        int first = notebook.told.size();
        rig.settle();

        assertTrue(first < 800, first + " events in the first slice");
        assertEquals(1_000, notebook.told.size());
        assertEquals(1_000, notebook.told.stream().distinct().count());
    }

    @Test
    void oneThatThrowsIsSetAsideAndTheOthersAreTold() {
        Notebook bad = new Notebook();
        bad.hook = change -> {
            throw new NoClassDefFoundError("gone");
        };
        rig.loop.bind(bad);
        rig.loop.bind(notebook);

        List<EventId> ids = write(2);

        assertEquals(ids, notebook.told);
        assertEquals(List.of(), bad.told);
        assertEquals(1, rig.snapshot().problems().size());
        assertTrue(rig.snapshot().problems().get(0).contains("Notebook"));
        rig.loop.unbind(bad);
        rig.settle();
        assertEquals(List.of(), rig.snapshot().problems());
    }

    @Test
    void oneWithoutACursorIsSetAside() {
        notebook.from = null;
        rig.loop.bind(notebook);

        write(1);

        assertEquals(1, rig.snapshot().problems().size());
    }

    @Test
    void mayAppendWhatFollows() {
        rig.loop.bind(notebook);
        write(1);

        notebook.appender.orElseThrow().append(Registers.set("answer", "yes"));
        rig.settle();

        assertEquals(List.of("yes"), rig.values("answer"));
        assertEquals(2, notebook.told.size());
    }

    @Test
    void isToldNothingMoreOnceItLeft() {
        rig.loop.bind(notebook);
        write(1);

        rig.loop.unbind(notebook);
        write(1);

        assertEquals(1, notebook.told.size());
    }

    @Test
    void skipsABlockThatNobodyCanReadAndGoesOn() {
        write(1);
        Pen other = new Pen(9);
        Bytes body = Pen.noise(new Random(1), 100);
        Event lost = other.note("nobody will read this");
        Held held = new Held(new Journal(rig.log), rig.box, reason -> { }, rig.now);
        held.admit(other.sign(other.header(Optional.empty(), Pen.NOON, List.of(), List.of(lost),
            body), body).block());
        held.commit();

        rig.start();
        rig.loop.bind(notebook);
        write(1);

        assertEquals(2, notebook.told.size());
        assertEquals(3, notebook.from.arrival());
        assertEquals(1, rig.snapshot().holding().unreadable());
    }
}
