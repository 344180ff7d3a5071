// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Appended.Refused;
import org.cairnmesh.api.node.Snapshot;
import org.junit.jupiter.api.Test;

/** What a node must do, with drafts and orders, while engines come and go behind it. */
public abstract class NodeContract extends NodeOrdersContract {
    @Test
    void passesDraftsToTheEngine() {
        Table table = bound();

        CompletableFuture<Appended> stage = append(table, "a");

        assertInstanceOf(Appended.Accepted.class, stage.getNow(pending()));
        assertEquals(List.of(draft("a")), engine.appended());
    }

    @Test
    void passesRefusalsOn() {
        for (Reason reason : List.of(Reason.MALFORMED, Reason.OVERSIZE, Reason.STORAGE,
            Reason.BUSY)) {
            Table table = bound();
            engine.refuse(reason, "because");

            assertEquals(new Refused(reason, "because"), append(table, "a").getNow(pending()));
        }
    }

    @Test
    void waitsForAnEngineAndKeepsTheOrder() {
        Table table = table(5_000, 10);
        List<CompletableFuture<Appended>> stages = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            stages.add(append(table, name));
        }
        table.pass(4_900);
        stages.forEach(stage -> assertFalse(stage.isDone()));

        table.bind(engine);
        table.pass(50);

        assertEquals(List.of(draft("a"), draft("b"), draft("c")), engine.appended());
        stages.forEach(stage -> stage.getNow(pending()).accepted());
    }

    @Test
    void waitsForAnEngineThatIsHereButNotAvailable() {
        Table table = bound();
        engine.refuse(Reason.UNAVAILABLE, "no log");
        CompletableFuture<Appended> stage = append(table, "a");
        table.pass(1_000);
        assertFalse(stage.isDone());

        engine.accept();
        table.pass(100);

        stage.getNow(pending()).accepted();
        assertEquals(List.of(draft("a")), engine.appended());
    }

    @Test
    void refusesOnceTheWaitIsOverAndNeverAppendsThen() {
        Table table = table(5_000, 10);
        CompletableFuture<Appended> stage = append(table, "a");

        table.pass(5_100);

        Refused refused = assertInstanceOf(Refused.class, stage.getNow(pending()));
        assertEquals(Reason.UNAVAILABLE, refused.reason());
        assertTrue(refused.detail().contains("engine"), refused.detail());
        table.bind(engine);
        table.pass(5_100);
        assertEquals(List.of(), engine.appended());
    }

    @Test
    void saysWhatTheEngineWaitedForOnceTheWaitIsOver() {
        Table table = bound();
        engine.refuse(Reason.UNAVAILABLE, "the log is away");
        CompletableFuture<Appended> stage = append(table, "a");

        table.pass(5_100);

        assertEquals(new Refused(Reason.UNAVAILABLE, "the log is away"), stage.getNow(pending()));
    }

    @Test
    void letsSoManyDraftsWaitOnly() {
        Table table = table(5_000, 3);
        for (int i = 0; i < 3; i++) {
            append(table, "waits" + i);
        }

        Appended further = append(table, "further").getNow(pending());

        assertEquals(Reason.BUSY, assertInstanceOf(Refused.class, further).reason());
        table.bind(engine);
        table.pass(100);
        assertEquals(3, engine.appended().size());
        table.unbind(engine);
        assertFalse(append(table, "room again").isDone());
    }

    @Test
    void triesAgainWhatABusyEngineDidNotTakeOfThoseThatWaited() {
        Table table = table(5_000, 10);
        CompletableFuture<Appended> stage = append(table, "a");
        engine.refuse(Reason.BUSY, "full");
        table.bind(engine);
        table.pass(1_000);
        assertFalse(stage.isDone());

        engine.accept();
        table.pass(100);

        stage.getNow(pending()).accepted();
    }

    @Test
    void handsOnToTheNextEngineWhatTheFormerCertainlyDidNotAppend() {
        Table table = bound();
        engine.hold();
        CompletableFuture<Appended> stage = append(table, "a");
        engine.close();
        table.unbind(engine);
        MemoryEngine next = MemoryEngine.direct(2);

        table.bind(next);
        table.pass(100);

        stage.getNow(pending()).accepted();
        assertEquals(List.of(), engine.appended());
        assertEquals(List.of(draft("a")), next.appended());
    }

    @Test
    void waitsForTheAnswerOfTheEngineThatHasTheDraft() {
        Table table = bound();
        engine.hold();
        CompletableFuture<Appended> stage = append(table, "a");
        MemoryEngine next = MemoryEngine.direct(2);
        table.bind(next);
        table.unbind(engine);
        table.pass(10_000);
        assertFalse(stage.isDone(), "nobody knows yet");

        engine.answerHeld();
        table.pass(100);

        stage.getNow(pending()).accepted();
        assertEquals(List.of(draft("a")), engine.appended());
        assertEquals(List.of(), next.appended(), "not appended twice");
    }

    @Test
    void countsAnEngineThatThrowsAsUnavailable() {
        Table table = bound();
        engine.breakWith(new NoClassDefFoundError("gone"));
        CompletableFuture<Appended> stage = append(table, "a");
        assertFalse(stage.isDone());
        MemoryEngine next = MemoryEngine.direct(2);

        table.bind(next);
        table.unbind(engine);
        table.pass(100);

        stage.getNow(pending()).accepted();
        assertEquals(List.of(draft("a")), next.appended());
    }

    @Test
    void completesButNeverRepeatsADraftOfWhichNothingIsCertain() {
        Table table = bound();
        engine.hold();
        CompletableFuture<Appended> stage = append(table, "a");

        engine.failHeld(new IllegalStateException("broken"));
        engine.answerHeld();
        table.pass(10_000);

        Refused refused = assertInstanceOf(Refused.class, stage.getNow(pending()));
        assertEquals(Reason.STORAGE, refused.reason());
        assertEquals(List.of(), engine.appended());
    }

    @Test
    void completesEveryStageWhenItIsClosed() {
        Table table = table(5_000, 10);
        CompletableFuture<Appended> before = append(table, "a");

        table.close();
        table.bind(engine);
        CompletableFuture<Appended> after = append(table, "b");
        table.pass(100);

        for (CompletableFuture<Appended> stage : List.of(before, after)) {
            assertEquals(Reason.UNAVAILABLE,
                assertInstanceOf(Refused.class, stage.getNow(pending())).reason());
        }
        assertEquals(List.of(), engine.appended());
    }

    @Test
    void completesWhatTheEngineGivesBackAfterItIsClosed() {
        Table table = bound();
        engine.hold();
        CompletableFuture<Appended> stage = append(table, "a");

        table.close();
        engine.close();

        assertEquals(Reason.UNAVAILABLE,
            assertInstanceOf(Refused.class, stage.getNow(pending())).reason());
    }

    @Test
    void showsAnEmptySnapshotWithAReasonBeforeTheFirstEngine() {
        Snapshot snapshot = table(5_000, 10).node().snapshot();

        assertFalse(snapshot.hasLog());
        assertEquals(0, snapshot.holding().events());
        assertFalse(snapshot.problems().isEmpty());
    }

    @Test
    void showsAtOnceWhatWasAppended() {
        Table table = bound();

        append(table, "a");

        assertEquals(1, table.node().snapshot().holding().events());
        append(table, "b");
        assertEquals(2, table.node().snapshot().holding().events());
    }

    @Test
    void keepsTheLastSnapshotWhileNoEngineIsHere() {
        Table table = bound();
        append(table, "a");

        table.unbind(engine);

        assertEquals(1, table.node().snapshot().holding().events(), "though nobody had asked");
        assertEquals(engine.snapshot(), table.node().snapshot());
    }

    @Test
    void keepsTheLastSnapshotWhileTheEngineThrowsOrHasNoLogYet() {
        Table table = bound();
        append(table, "a");
        Snapshot before = table.node().snapshot();
        MemoryEngine next = MemoryEngine.direct(2);
        next.showNoLog();

        engine.breakWith(new NoClassDefFoundError("gone"));
        assertSame(before, table.node().snapshot());
        table.bind(next);
        table.unbind(engine);

        assertSame(before, table.node().snapshot());
    }

    @Test
    void showsWhatAnEngineAcceptsAfterItHasGone() {
        Table table = bound();
        engine.hold();
        append(table, "a");
        table.unbind(engine);
        MemoryEngine next = MemoryEngine.direct(2);
        next.showNoLog();
        table.bind(next);

        engine.answerHeld();

        assertEquals(1, table.node().snapshot().holding().events());
    }

    @Test
    void doesNotGoBackToWhatAFormerEngineAcceptsLate() {
        Table table = bound();
        engine.hold();
        append(table, "a");
        MemoryEngine next = MemoryEngine.direct(2);
        table.bind(next);
        table.unbind(engine);
        append(table, "b");
        Snapshot shown = table.node().snapshot();

        engine.answerHeld();
        next.breakWith(new NoClassDefFoundError("gone"));

        assertSame(shown, table.node().snapshot());
    }

    @Test
    void staysWithTheNewEngineWhenTheFormerGoesLater() {
        Table table = bound();
        MemoryEngine next = MemoryEngine.direct(2);

        table.bind(next);
        table.unbind(engine);
        append(table, "a").getNow(pending()).accepted();

        assertEquals(List.of(draft("a")), next.appended());
        assertEquals(next.snapshot(), table.node().snapshot());
    }
}
