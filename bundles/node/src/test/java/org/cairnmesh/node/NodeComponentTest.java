// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.testkit.node.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NodeComponentTest {
    private static final int WRITERS = 3;
    private static final int DRAFTS = 4_000;
    private static final int DRAFTS_OF_AN_ENGINE = 100;

    private final ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    private final NodeComponent node = new NodeComponent(new Patience(60_000, WRITERS * DRAFTS));

    @AfterEach
    void stop() {
        node.close();
        pool.shutdownNow();
    }

    @Test
    void losesAndDoublesNothingWhileEnginesAreSwappedUnderWriters() throws Exception {
        List<CompletableFuture<List<Appended>>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String name = "writer" + i + "-";
            writers.add(CompletableFuture.supplyAsync(() -> write(name), pool));
        }

        List<MemoryEngine> engines = swapUntilDone(writers);

        List<String> appended = new ArrayList<>();
        engines.forEach(engine -> engine.appended().forEach(draft -> appended.add(draft.by())));
        Set<EventId> ids = new HashSet<>();
        for (CompletableFuture<List<Appended>> writer : writers) {
            writer.get().forEach(answer -> ids.add(answer.accepted()));
        }
        assertEquals(WRITERS * DRAFTS, ids.size(), "each was accepted, with an id of its own");
        assertEquals(WRITERS * DRAFTS, appended.size(), "none was appended twice");
        assertEquals(WRITERS * DRAFTS, new HashSet<>(appended).size());
        assertTrue(engines.stream().filter(engine -> !engine.appended().isEmpty()).count() > 5);
    }

    @Test
    void settlesWhatWaitsWhenItIsDeactivated() throws Exception {
        CompletableFuture<Appended> stage = node.append(draft("a")).toCompletableFuture();

        node.close();

        assertEquals(Reason.UNAVAILABLE,
            assertInstanceOf(Appended.Refused.class, stage.get()).reason());
    }

    @Test
    void givesUpByItself() throws Exception {
        NodeComponent hasty = new NodeComponent(new Patience(1, 10));

        Appended answer = hasty.append(draft("a")).toCompletableFuture().get();

        assertEquals(new Appended.Refused(Reason.UNAVAILABLE, SteadyNode.NO_ENGINE), answer);
        hasty.close();
    }

    @Test
    void handsOrdersOn() throws Exception {
        MemoryEngine engine = MemoryEngine.direct(1);
        node.bindEngine(engine);

        node.order(new Order.Use("wells")).toCompletableFuture().get().done();

        assertEquals(List.of(new Order.Use("wells")), engine.ordered());
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Patience(-1, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new Patience(Patience.WAIT_MILLIS_MAX + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Patience(1, -1));
        assertThrows(IllegalArgumentException.class,
            () -> new Patience(1, Patience.WAITING_MAX + 1));
        assertEquals(Patience.WAIT_MILLIS_MAX,
            new Patience(Patience.WAIT_MILLIS_MAX, Patience.WAITING_MAX).waitMillis());
    }

    /** Some drafts at a time, as an import does, some one by one, as a person does. */
    private List<Appended> write(String name) {
        List<CompletableFuture<Appended>> stages = new ArrayList<>();
        for (int i = 0; i < DRAFTS; i++) {
            stages.add(node.append(draft(name + i)).toCompletableFuture());
            if (i % 50 < 10) {
                stages.get(i).join();
            }
        }
        return stages.stream().map(CompletableFuture::join).toList();
    }

    /** In turn: a new engine before the old one goes, a gap, an engine without a log. */
    private List<MemoryEngine> swapUntilDone(List<? extends CompletableFuture<?>> writers)
        throws Exception {
        List<MemoryEngine> engines = new ArrayList<>();
        CompletableFuture<?> all =
            CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new));
        ExecutorService former = Executors.newSingleThreadExecutor();
        MemoryEngine current = new MemoryEngine(0, former);
        engines.add(current);
        node.bindEngine(current);
        for (int i = 1; !all.isDone(); i++) {
            while (current.appended().size() < DRAFTS_OF_AN_ENGINE && !all.isDone()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            ExecutorService thread = Executors.newSingleThreadExecutor();
            MemoryEngine next = new MemoryEngine(i, thread);
            engines.add(next);
            if (i % 3 == 1) {
                node.bindEngine(next);
            } else if (i % 3 == 2) {
                current.refuse(Reason.UNAVAILABLE, "no log");
            }
            end(current, former);
            node.unbindEngine(current);
            if (i % 3 != 1) {
                node.bindEngine(next);
            }
            current = next;
            former = thread;
        }
        all.get(60, TimeUnit.SECONDS);
        end(current, former);
        return engines;
    }

    /** Who hands drafts to an ended engine meets a refusal first, then an exception. */
    private void end(MemoryEngine engine, ExecutorService thread) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        engine.close();
        thread.execute(closed::countDown);
        closed.await();
        thread.shutdown();
    }

    private static Draft draft(String by) {
        return Draft.of(new Kind("note.add"), Item.Table.EMPTY, by);
    }
}
