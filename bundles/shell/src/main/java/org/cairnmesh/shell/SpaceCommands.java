// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;

/** The command about spaces: which there are, and what the owner orders about them. */
final class SpaceCommands {
    static final String IN_CLEAR = "in-clear";

    private static final int ANSWER_SECONDS_MAX = 60;

    private final Box box;
    /** What stands behind the word, to the order. */
    private final Map<String, Function<Call, Order>> orders = new TreeMap<>();

    SpaceCommands(Box box) {
        this.box = box;
        orders.put("open", call ->
            new Order.Open(name(call), call.words().flag(IN_CLEAR)));
        orders.put("use", call -> new Order.Use(name(call)));
        orders.put("leave", call -> new Order.Leave(name(call)));
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.SPACE, this::space);
    }

    private void space(Call call) {
        String what = call.words().count() == 0 ? "" : call.words().at(0);
        if (call.words().flag(IN_CLEAR) && !what.equals("open")) {
            throw call.verb().misused("--in-clear goes with open");
        }
        if (what.isEmpty()) {
            list(call);
            return;
        }
        Function<Call, Order> order = orders.get(what);
        if (order == null) {
            throw call.verb().misused("'" + Printed.line(what) + "' is none of "
                + String.join(", ", orders.keySet()));
        }
        carryOut(call, order.apply(call));
    }

    private static String name(Call call) {
        if (call.words().count() != 2) {
            throw call.verb().misused("the name of one space is wanted");
        }
        return call.words().at(1);
    }

    private void carryOut(Call call, Order order) {
        Ordered.Done done = done(call, await(call, order));
        if (call.json()) {
            call.json(done.facts());
        } else {
            done.lines().forEach(line -> call.out().println(Printed.line(line)));
        }
    }

    private static Ordered.Done done(Call call, Ordered ordered) {
        if (ordered instanceof Ordered.Refused refused) {
            throw Complaint.failed("not done: " + Printed.line(refused.detail()) + " ("
                + refused.reason() + (refused.reason().retryable() ? ": try again)" : ")"));
        }
        return ordered.done();
    }

    private Ordered await(Call call, Order order) {
        try {
            return box.node().order(order).toCompletableFuture()
                .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Complaint.failed("the box did not answer within " + ANSWER_SECONDS_MAX
                + " s: look whether it was done before you try again");
        } catch (InterruptedException e) {
            throw Complaint.failed(call.verb().word() + " was interrupted");
        }
    }

    private void list(Call call) {
        List<Snapshot.Space> spaces = box.snapshot().spaces();
        if (call.json()) {
            ViewCommands.array(call, spaces.stream().map(SpaceCommands::json).toList());
            return;
        }
        Table table = new Table("SPACE", "ID", "", "EVENTS", "PEERS", "PROBLEM");
        for (Snapshot.Space space : spaces) {
            table.row(space.name() + (space.current() ? " (current)" : ""),
                space.id().value().head(4), state(space), space.events(), space.peers(),
                String.join("; ", space.problems()));
        }
        if (table.isEmpty()) {
            call.out().println("no log was open yet: nobody knows the spaces of this box");
        } else {
            table.print(call.out());
        }
    }

    private static String state(Snapshot.Space space) {
        if (space.left()) {
            return "left";
        }
        return !space.open() ? "closed" : space.inClear() ? "open, in clear" : "open";
    }

    private static Map<String, Object> json(Snapshot.Space space) {
        return Json.object("space", space.name(), "id", space.id(), "current", space.current(),
            "open", space.open(), "inClear", space.inClear(), "left", space.left(),
            "events", space.events(), "peers", space.peers(), "problems", space.problems());
    }
}
