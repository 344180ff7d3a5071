// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Change;
import org.cairnmesh.api.subscribe.Cursor;
import org.cairnmesh.api.subscribe.Subscriber;
import org.junit.jupiter.api.Test;

/** What an engine must do with orders; the part of {@link EngineContract} about them. */
abstract class EngineOrdersContract {
    /** An engine with a log, whose turns the test takes. */
    protected interface Table {
        Engine engine();

        void subscribe(Subscriber subscriber);

        /** Turns, until nothing is left to do. */
        void settle();

        /** Closes the engine; its log stays. */
        void close();

        /** Closes the engine, if it is open, and starts another on the same log. */
        void restart();
    }

    static final Kind KIND = new Kind("test.word");
    static final Appended NOT_YET = new Appended.Refused(Reason.BUSY, "no answer yet");

    private static final Ordered UNDECIDED =
        new Ordered.Refused(Ordered.Reason.BUSY, "no answer yet");

    /** A new engine with an empty log. */
    protected abstract Table table();

    @Test
    void anOrderIsDurableAndShownOnceItIsAnswered() {
        Table table = table();
        String first = table.engine().snapshot().box().spaceName();
        word(table, "one");

        order(table, new Order.Open("other", true)).done();
        order(table, new Order.Use("other")).done();

        assertEquals("other", table.engine().snapshot().box().spaceName());
        assertEquals(0, table.engine().snapshot().holding().events());
        assertEquals(List.of("other", first), spaces(table));
        table.restart();
        table.settle();
        assertEquals("other", table.engine().snapshot().box().spaceName());
        assertEquals(List.of("other", first), spaces(table));
    }

    @Test
    void draftsAndOrdersAreTakenInTheOrderInWhichTheyCame() {
        Table table = table();
        order(table, new Order.Open("other", false)).done();

        table.engine().append(draft("before"));
        table.engine().order(new Order.Use("other"));
        table.engine().append(draft("after"));
        table.engine().append(draft("after that"));
        table.settle();

        assertEquals(2, table.engine().snapshot().holding().events());
        assertEquals(List.of(2L, 1L), table.engine().snapshot().spaces().stream()
            .map(Snapshot.Space::events).toList());
    }

    @Test
    void anOrderThatCannotBeCarriedOutChangesNothing() {
        Table table = table();
        List<String> before = spaces(table);

        Ordered unknown = order(table, new Order.Use("nowhere"));
        Ordered blank = order(table, new Order.Open("two words", false));

        assertEquals(Ordered.Reason.UNKNOWN,
            assertInstanceOf(Ordered.Refused.class, unknown).reason());
        assertEquals(Ordered.Reason.MALFORMED,
            assertInstanceOf(Ordered.Refused.class, blank).reason());
        assertEquals(before, spaces(table));
    }

    @Test
    void everyOrderIsAnsweredWhenItIsClosed() {
        Table table = table();
        CompletableFuture<Ordered> before =
            table.engine().order(new Order.Open("other", false)).toCompletableFuture();

        table.close();

        CompletableFuture<Ordered> after =
            table.engine().order(new Order.Open("other", false)).toCompletableFuture();
        for (CompletableFuture<Ordered> stage : List.of(before, after)) {
            assertEquals(Ordered.Reason.UNAVAILABLE, assertInstanceOf(Ordered.Refused.class,
                stage.getNow(UNDECIDED)).reason());
        }
    }

    @Test
    void aSubscriberFollowsTheCurrentSpaceAndAppendsToTheOneItWasToldOf() {
        Table table = table();
        String first = table.engine().snapshot().box().spaceName();
        order(table, new Order.Open("other", false)).done();
        Hearer hearer = new Hearer(Cursor.START);
        table.subscribe(hearer);
        word(table, "one");
        Appender toFirst = hearer.appender;

        order(table, new Order.Use("other")).done();
        word(table, "two");
        toFirst.append(draft("three"));
        table.settle();

        assertEquals(List.of("one", "two"), hearer.words);
        assertEquals(List.of(1L, 2L), table.engine().snapshot().spaces().stream()
            .map(Snapshot.Space::events).toList());
        order(table, new Order.Use(first)).done();
        assertEquals(List.of("one", "two", "one", "three"), hearer.words, "told anew");
    }

    private static List<String> spaces(Table table) {
        return table.engine().snapshot().spaces().stream().map(Snapshot.Space::name).toList();
    }

    private static Ordered order(Table table, Order order) {
        CompletableFuture<Ordered> stage = table.engine().order(order).toCompletableFuture();
        table.settle();
        return stage.getNow(UNDECIDED);
    }

    static final class Hearer implements Subscriber {
        final List<String> words = new ArrayList<>();
        Cursor cursor;
        Appender appender;

        Hearer(Cursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public Cursor from() {
            return cursor;
        }

        @Override
        public void changed(Change change, Appender appender) {
            change.events().forEach(event -> words.add(event.payload().text("word")));
            cursor = change.next();
            this.appender = appender;
        }
    }

    static Appended word(Table table, String word) {
        return append(table, draft(word));
    }

    static Appended append(Table table, Draft draft) {
        CompletableFuture<Appended> stage = table.engine().append(draft).toCompletableFuture();
        table.settle();
        return stage.getNow(NOT_YET);
    }

    static Draft draft(String word) {
        return Draft.of(KIND, new Item.Table(Map.of("word", Item.of(word))), "Amina");
    }
}
