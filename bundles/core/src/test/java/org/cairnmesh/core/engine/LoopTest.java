// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.cairnmesh.testkit.log.MemoryEventLogs;
import org.cairnmesh.api.data.Bytes;
import org.junit.jupiter.api.Test;

class LoopTest {
    private final Rig rig = new Rig();

    private static Reason reason(Appended appended) {
        return assertInstanceOf(Appended.Refused.class, appended).reason();
    }

    @Test
    void aDraftIsAcceptedOnceItIsDurableAndNotBefore() {
        CompletableFuture<Appended> answer = rig.post(Registers.set("k", "one"));
        List<Boolean> told = new ArrayList<>();
        rig.log.onCommit = () -> told.add(answer.isDone());
        assertFalse(answer.isDone());

        rig.step();

        assertTrue(answer.isDone());
        assertEquals(List.of(false), told);
        assertEquals(1, rig.log.log.staged().size());
    }

    @Test
    void anEventIsVisibleAtOnce() {
        EventId id = rig.set("k", "one");

        assertEquals(List.of("one"), rig.values("k"));
        assertEquals(List.of(id), rig.heads("k"));
        assertEquals(1, rig.snapshot().holding().staged());
        assertEquals(1L, rig.snapshot().kinds().get(Registers.SET));
    }

    @Test
    void anEventThatNobodyFoldsIsKeptAndCounted() {
        Kind strange = new Kind("strange.kind");

        rig.append(Draft.of(strange, Item.Table.EMPTY, ""));

        assertEquals(1L, rig.snapshot().unknown().get(strange));
        assertEquals(1, rig.snapshot().holding().events());
        assertFalse(rig.snapshot().unknown().containsKey(Registers.SET));
    }

    @Test
    void manyDraftsAreOneCommit() {
        int before = rig.log.commits;
        for (int i = 0; i < 100; i++) {
            rig.post(Registers.set("k" + i, "v"));
        }

        rig.step();

        assertEquals(before + 1, rig.log.commits);
        assertEquals(100, rig.snapshot().holding().events());
    }

    @Test
    void theSameTokenGivesTheFormerId() {
        Draft draft = Registers.set("k", "one").withToken("t");
        CompletableFuture<Appended> first = rig.post(draft);
        CompletableFuture<Appended> again = rig.post(draft);
        rig.settle();
        EventId id = Rig.told(first).accepted();

        assertEquals(id, Rig.told(again).accepted());
        assertEquals(id, rig.append(draft).accepted());
        rig.seal();
        assertEquals(id, rig.append(draft).accepted());
        rig.start();
        assertEquals(id, rig.append(draft).accepted());
        assertFalse(id.equals(rig.append(draft.withToken("other")).accepted()));
        assertEquals(3, rig.snapshot().holding().events());
    }

    @Test
    void aFullQueueIsBusyAndLosesNothing() {
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            answers.add(rig.post(Registers.set("k", "" + i)));
        }

        CompletableFuture<Appended> oneMore = rig.post(Registers.set("k", "more"));

        assertEquals(Reason.BUSY, reason(oneMore.join()));
        rig.settle();
        assertTrue(answers.stream().allMatch(a -> Rig.told(a) instanceof Appended.Accepted));
        assertEquals(4_096, rig.snapshot().holding().events());
    }

    @Test
    void withoutALogDraftsAreUnavailable() {
        Loop loop = new Loop(Rig.box(1), Instant.ofEpochMilli(Pen.NOON));
        CompletableFuture<Appended> answer =
            loop.append(Registers.set("k", "one")).toCompletableFuture();

        loop.step(Instant.ofEpochMilli(Pen.NOON), 1);

        assertEquals(Reason.UNAVAILABLE, reason(Rig.told(answer)));
        assertEquals(List.of("no log"), loop.snapshot().problems());
    }

    @Test
    void whatACommitThatFailedDidNotWriteIsRefused() {
        EventId before = rig.set("k", "before");
        rig.log.full = true;
        CompletableFuture<Appended> answer = rig.post(Registers.set("k", "lost"));
        rig.step();
        assertFalse(answer.isDone());
        assertTrue(rig.snapshot().problems().get(0).contains("full"));

        rig.log.full = false;
        rig.pass(5_000);

        assertEquals(Reason.STORAGE, reason(Rig.told(answer)));
        assertEquals(List.of(before), rig.heads("k"));
        assertEquals(List.of(), rig.snapshot().problems());
    }

    @Test
    void whatACommitThatFailedDidWriteIsAccepted() {
        rig.log.writesAndThrows = true;
        CompletableFuture<Appended> answer = rig.post(Registers.set("k", "kept"));
        rig.step();
        assertFalse(answer.isDone());

        rig.pass(5_000);

        assertEquals(List.of(Rig.told(answer).accepted()), rig.heads("k"));
        assertEquals(1, rig.snapshot().holding().events());
    }

    @Test
    void whatIsDoubtfulWhenTheEngineClosesIsLookedUpFirst() {
        rig.log.writesAndThrows = true;
        CompletableFuture<Appended> kept = rig.post(Registers.set("k", "kept"));
        rig.step();

        rig.loop.close();

        EventId id = Rig.told(kept).accepted();
        rig.start();
        assertEquals(List.of(id), rig.heads("k"));
    }

    @Test
    void whatIsDoubtfulAndWasNotWrittenIsRefusedWhenTheEngineCloses() {
        rig.log.full = true;
        CompletableFuture<Appended> lost = rig.post(Registers.set("k", "lost"));
        rig.step();

        rig.loop.close();

        assertEquals(Reason.STORAGE, reason(Rig.told(lost)));
    }

    @Test
    void aDraftOnWhichTheLogFailsIsAnswered() {
        rig.log.unreadable = true;
        CompletableFuture<Appended> answer =
            rig.post(Registers.set("k", "one").withToken("token"));

        rig.step();

        assertEquals(Reason.STORAGE, reason(Rig.told(answer)));
        rig.log.unreadable = false;
        rig.pass(5_000);
        assertEquals(0, rig.snapshot().holding().events());
    }

    @Test
    void aLogThatCannotBeReadIsTriedAgain() {
        rig.set("k", "one");
        rig.log.unreadable = true;
        rig.start();
        assertEquals(Reason.UNAVAILABLE, reason(rig.append(Registers.set("k", "two"))));
        assertFalse(rig.snapshot().hasLog());

        rig.log.unreadable = false;
        rig.pass(5_000);

        assertEquals(List.of("one"), rig.values("k"));
    }

    @Test
    void whenTheLogGoesTheLastSnapshotStays() {
        rig.set("k", "one");
        rig.seal();
        rig.set("k", "two");
        Snapshot before = rig.snapshot();

        rig.loop.unbind(rig.logs, 0);
        rig.settle();

        assertEquals(before.views(), rig.snapshot().views());
        assertEquals(before.holding(), rig.snapshot().holding());
        assertEquals(List.of("no log"), rig.snapshot().problems());
        assertEquals(Reason.UNAVAILABLE, reason(rig.append(Registers.set("k", "three"))));
        rig.loop.bind(rig.logs);
        rig.settle();
        assertEquals(List.of("two"), rig.values("k"));
        assertEquals(before.holding().events(), rig.snapshot().holding().events());
    }

    @Test
    void unbindingAnotherLogChangesNothing() {
        rig.set("k", "one");

        rig.loop.unbind(new MemoryEventLogs(Bytes.ofLong(9)), 0);
        rig.settle();

        assertEquals(List.of(), rig.snapshot().problems());
    }

    @Test
    void afterTheEngineHasClosedDraftsAreUnavailable() {
        CompletableFuture<Appended> waits = rig.post(Registers.set("k", "waits"));

        rig.loop.close();

        assertEquals(Reason.UNAVAILABLE, reason(Rig.told(waits)));
        assertEquals(Reason.UNAVAILABLE, reason(Rig.told(rig.post(Registers.set("k", "late")))));
        assertTrue(rig.loop.unbind(rig.logs, 60_000));
        assertEquals(0, rig.log.log.staged().size());
    }

    @Test
    void aFaultOfTheEngineItselfIsTold() {
        rig.set("k", "one");
        rig.log.onCommit = () -> {
            throw new IllegalStateException("a bug");
        };
        CompletableFuture<Appended> answer = rig.post(Registers.set("k", "two"));

        IllegalStateException e = org.junit.jupiter.api.Assertions.assertThrows(
            IllegalStateException.class, rig::step);

        assertTrue(rig.snapshot().problems().get(0).contains(e.getMessage()));
        rig.log.onCommit = () -> { };
        rig.pass(5_000);
        assertEquals(Reason.STORAGE, reason(Rig.told(answer)));
        assertEquals(List.of("one"), rig.values("k"));
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepALogThatFailedAway() {
        rig.set("k", "one");
        rig.log.full = true;
        rig.post(Registers.set("k", "lost"));
        rig.step();
        rig.log.full = false;

        rig.now -= 365L * 86_400_000;
        rig.pass(5_000);

        assertEquals(List.of(), rig.snapshot().problems().stream()
            .filter(problem -> !problem.contains("the command clock")).toList());
        assertEquals(List.of("one"), rig.values("k"));
    }

    @Test
    void aClockThatIsSetBackDoesNotKeepEventsFromBeingSealed() {
        rig.set("k", "one");

        rig.now -= 365L * 86_400_000;
        rig.pass(Staging.SEAL_MILLIS);

        assertEquals(0, rig.snapshot().holding().staged());
    }

    @Test
    void aBlockThatTheLogHasLostIsTheLogsFault() {
        rig.set("k", "one");
        rig.seal();
        Bodies bodies = new Bodies(new MemoryEventLog(Bytes.ofLong(3)),
            org.cairnmesh.core.feed.Keyring.NONE);
        Journal journal = new Journal(rig.log);

        org.junit.jupiter.api.Assertions.assertThrows(EventLogException.class,
            () -> bodies.of(journal.arrivals.get(0)));
    }
}
