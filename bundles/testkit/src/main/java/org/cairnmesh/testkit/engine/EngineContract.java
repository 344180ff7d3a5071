// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Change;
import org.cairnmesh.api.subscribe.Cursor;
import org.cairnmesh.api.subscribe.Subscriber;
import org.junit.jupiter.api.Test;

/** What an engine must do, with its log, for the node and for subscribers. */
public abstract class EngineContract extends EngineOrdersContract {
    @Test
    void answersWithTheIdOfTheEvent() {
        Table table = table();

        EventId first = word(table, "one").accepted();
        EventId second = word(table, "two").accepted();

        assertNotEquals(first, second);
        assertEquals(2, table.engine().snapshot().holding().events());
    }

    @Test
    void whatItAcceptedIsThereAfterARestart() {
        Table table = table();
        word(table, "one").accepted();
        word(table, "two").accepted();

        table.restart();
        table.settle();

        assertEquals(2, table.engine().snapshot().holding().events());
        assertEquals(Map.of(KIND, 2L), table.engine().snapshot().kinds());
    }

    @Test
    void aTokenIsAppendedOnceAlsoAfterARestart() {
        Table table = table();
        Draft draft = draft("one").withToken("t-1");
        EventId first = append(table, draft).accepted();

        EventId again = append(table, draft).accepted();
        table.restart();
        table.settle();
        EventId later = append(table, draft).accepted();

        assertEquals(first, again);
        assertEquals(first, later);
        assertEquals(1, table.engine().snapshot().holding().events());
    }

    @Test
    void refusesWhatIsTooLargeOrBreaksARule() {
        Table table = table();

        Appended large = word(table, "x".repeat(Limits.EVENT_BYTES_MAX));
        Appended unnamed = append(table, Draft.of(KIND, Item.Table.EMPTY,
            "b".repeat(Limits.BY_BYTES_MAX + 1)));
        Appended late = append(table, draft("one").withTime(Limits.TIME_MILLIS_MAX));

        assertEquals(Reason.OVERSIZE,
            assertInstanceOf(Appended.Refused.class, large).reason());
        assertEquals(Reason.MALFORMED,
            assertInstanceOf(Appended.Refused.class, unnamed).reason());
        assertEquals(Reason.MALFORMED,
            assertInstanceOf(Appended.Refused.class, late).reason());
        assertEquals(0, table.engine().snapshot().holding().events());
    }

    @Test
    void aSnapshotStaysAsItIs() {
        Table table = table();
        word(table, "one");
        Snapshot before = table.engine().snapshot();

        word(table, "two");

        assertEquals(1, before.holding().events());
        assertEquals(2, table.engine().snapshot().holding().events());
    }

    @Test
    void everyStageCompletesWhenItIsClosed() {
        Table table = table();
        List<CompletableFuture<Appended>> stages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            stages.add(table.engine().append(draft("word " + i)).toCompletableFuture());
        }

        table.close();

        for (CompletableFuture<Appended> stage : stages) {
            assertTrue(stage.isDone());
            assertInstanceOf(Appended.class, stage.getNow(NOT_YET));
        }
        CompletableFuture<Appended> after =
            table.engine().append(draft("late")).toCompletableFuture();
        assertEquals(Reason.UNAVAILABLE,
            assertInstanceOf(Appended.Refused.class, after.getNow(NOT_YET)).reason());
    }

    @Test
    void refusedAsUnavailableIsCertainlyNotAppended() {
        Table table = table();
        List<CompletableFuture<Appended>> stages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            stages.add(table.engine().append(draft("word " + i)).toCompletableFuture());
        }
        table.close();
        long accepted = stages.stream()
            .filter(stage -> stage.getNow(NOT_YET) instanceof Appended.Accepted).count();

        table.restart();
        table.settle();

        assertEquals(accepted, table.engine().snapshot().holding().events());
    }

    @Test
    void tellsSubscribersEveryEventInTheOrderOfArrival() {
        Table table = table();
        word(table, "one");
        Hearer hearer = new Hearer(Cursor.START);
        table.subscribe(hearer);
        table.settle();
        word(table, "two");
        word(table, "three");

        assertEquals(List.of("one", "two", "three"), hearer.words);
    }

    @Test
    void tellsASubscriberFromItsCursorOn() {
        Table table = table();
        Hearer first = new Hearer(Cursor.START);
        table.subscribe(first);
        word(table, "one");
        word(table, "two");

        table.restart();
        Hearer next = new Hearer(first.cursor);
        table.subscribe(next);
        word(table, "three");

        assertEquals(List.of("three"), next.words);
    }

    @Test
    void aCursorOfAnotherLogMeansTheBeginning() {
        Table table = table();
        word(table, "one");
        Hearer hearer = new Hearer(new Cursor(Bytes.ofLong(-7), 100));

        table.subscribe(hearer);
        table.settle();

        assertEquals(List.of("one"), hearer.words);
    }

    @Test
    void aSubscriberThatThrowsIsNamedAndTheOthersGoOn() {
        Table table = table();
        Hearer hearer = new Hearer(Cursor.START);
        table.subscribe(new Thrower());
        table.subscribe(hearer);

        word(table, "one");
        word(table, "two");

        assertEquals(List.of("one", "two"), hearer.words);
        assertTrue(table.engine().snapshot().problems().stream()
            .anyMatch(problem -> problem.contains(Thrower.class.getName())),
            table.engine().snapshot().problems()::toString);
    }

    @Test
    void whatASubscriberAppendsIsAppended() {
        Table table = table();
        Echo echo = new Echo();
        table.subscribe(echo);

        word(table, "one");
        table.settle();

        assertFalse(echo.failed);
        assertEquals(2, table.engine().snapshot().holding().events());
    }

    private static final class Thrower implements Subscriber {
        @Override
        public Cursor from() {
            return Cursor.START;
        }

        @Override
        public void changed(Change change, Appender appender) {
            throw new NoClassDefFoundError("half updated");
        }
    }

    private static final class Echo implements Subscriber {
        boolean failed;

        @Override
        public Cursor from() {
            return Cursor.START;
        }

        @Override
        public void changed(Change change, Appender appender) {
            for (Event event : change.events()) {
                if (event.payload().text("word").equals("one")) {
                    appender.append(draft("echo")).thenAccept(appended ->
                        failed = appended instanceof Appended.Refused);
                }
            }
        }
    }
}
