// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Appended.Refused;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.junit.jupiter.api.Test;

/** What a node must do with orders; the part of {@link NodeContract} about them. */
abstract class NodeOrdersContract {
    /** A node on a table: the test brings its engines and lets its time pass. */
    protected interface Table {
        Node node();

        void bind(Engine engine);

        void unbind(Engine engine);

        /** Lets time pass, and everything happen that falls due meanwhile. */
        void pass(long millis);

        void close();
    }

    private static final Kind KIND = new Kind("note.add");

    final MemoryEngine engine = MemoryEngine.direct(1);

    /** A new node without an engine. */
    protected abstract Table table(long waitMillis, int waitingMax);

    @Test
    void passesOrdersToTheEngineAndRefusalsOn() {
        Table table = bound();

        assertInstanceOf(Ordered.Done.class, order(table, "x").getNow(undecided()));
        engine.refuse(Reason.STORAGE, "because");

        assertEquals(List.of(new Order.Use("x")), engine.ordered());
        assertEquals(new Ordered.Refused(Ordered.Reason.STORAGE, "because"),
            order(table, "y").getNow(undecided()));
    }

    @Test
    void ordersWaitForAnEngineInTheirPlaceAmongDrafts() {
        Table table = table(5_000, 10);
        CompletableFuture<Appended> draft = append(table, "a");
        CompletableFuture<Ordered> order = order(table, "x");
        List<Boolean> drafted = new ArrayList<>();
        order.thenAccept(done -> drafted.add(draft.isDone()));
        table.pass(4_900);
        assertFalse(order.isDone());

        table.bind(engine);
        table.pass(50);

        order.getNow(undecided()).done();
        assertEquals(List.of(true), drafted, "the draft came first");
    }

    @Test
    void refusesAnOrderOnceTheWaitIsOverAndNeverCarriesItOutThen() {
        Table table = table(5_000, 10);
        CompletableFuture<Ordered> stage = order(table, "x");

        table.pass(5_100);

        assertEquals(Ordered.Reason.UNAVAILABLE,
            assertInstanceOf(Ordered.Refused.class, stage.getNow(undecided())).reason());
        table.bind(engine);
        table.pass(5_100);
        assertEquals(List.of(), engine.ordered());
    }

    @Test
    void ordersTakeTheSamePlacesAsDrafts() {
        Table table = table(5_000, 2);
        append(table, "a");
        order(table, "x");

        assertEquals(Ordered.Reason.BUSY, assertInstanceOf(Ordered.Refused.class,
            order(table, "y").getNow(undecided())).reason());
    }

    @Test
    void completesButNeverRepeatsAnOrderOfWhichNothingIsCertain() {
        Table table = bound();
        engine.hold();
        CompletableFuture<Ordered> stage = order(table, "x");

        engine.failHeld(new IllegalStateException("broken"));
        engine.answerHeld();
        table.pass(10_000);

        assertEquals(Ordered.Reason.STORAGE,
            assertInstanceOf(Ordered.Refused.class, stage.getNow(undecided())).reason());
        assertEquals(List.of(), engine.ordered());
    }

    @Test
    void completesOrdersWhenItIsClosed() {
        Table table = table(5_000, 10);
        CompletableFuture<Ordered> before = order(table, "x");

        table.close();

        assertEquals(Ordered.Reason.UNAVAILABLE,
            assertInstanceOf(Ordered.Refused.class, before.getNow(undecided())).reason());
    }

    private static CompletableFuture<Ordered> order(Table table, String space) {
        return table.node().order(new Order.Use(space)).toCompletableFuture();
    }

    private static Ordered undecided() {
        return new Ordered.Refused(Ordered.Reason.MALFORMED, "the stage is still pending");
    }

    Table bound() {
        Table table = table(5_000, 10);
        table.bind(engine);
        return table;
    }

    static CompletableFuture<Appended> append(Table table, String name) {
        return table.node().append(draft(name)).toCompletableFuture();
    }

    static Draft draft(String name) {
        return Draft.of(KIND, Item.Table.EMPTY, name);
    }

    static Appended pending() {
        return new Refused(Reason.MALFORMED, "the stage is still pending");
    }
}
