// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with its thread. Nothing here measures time; limits only end a test that hangs. */
class RunnerTest {
    private static final int HANGS_SECONDS = 30;
    private static final InstantSource CLOCK = () -> Instant.ofEpochMilli(Pen.NOON);

    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final Loop loop = new Loop(Rig.box(1), CLOCK.instant());
    private final MoodyLog log = new MoodyLog();
    private final MoodyLogs logs = new MoodyLogs(log);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private Runner run() {
        return run(loop);
    }

    private static Runner run(Loop loop) {
        Runner runner = new Runner(loop, CLOCK, System::nanoTime, 1);
        runner.start();
        return runner;
    }

    private static Appended get(CompletableFuture<Appended> answer) throws Exception {
        return answer.get(HANGS_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void answersWhatOtherThreadsAppend() throws Exception {
        Runner runner = run();
        loop.bind(logs);
        loop.bind(new Registers(1));
        List<CompletableFuture<List<EventId>>> writers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            String key = "writer" + w;
            writers.add(CompletableFuture.supplyAsync(() -> write(key), pool));
        }

        List<EventId> ids = new ArrayList<>();
        for (CompletableFuture<List<EventId>> writer : writers) {
            ids.addAll(writer.get(HANGS_SECONDS, TimeUnit.SECONDS));
        }
        runner.stop();

        assertEquals(200, ids.stream().distinct().count());
        Held held = new Held(new Journal(log), Rig.box(1), reason -> { }, Pen.NOON);
        assertTrue(ids.stream().allMatch(id -> held.graph().locate(id).size() == 1));
    }

    private List<EventId> write(String key) {
        List<EventId> ids = new ArrayList<>();
        while (ids.size() < 50) {
            Appended appended =
                loop.append(Registers.set(key, "" + ids.size())).toCompletableFuture().join();
            if (appended instanceof Appended.Accepted accepted) {
                ids.add(accepted.id());
            }
        }
        return ids;
    }

    @Test
    void unbindingTheLogWaitsUntilTheThreadHasLetGoOfIt() throws Exception {
        Runner runner = run();
        loop.bind(logs);
        get(loop.append(Registers.set("k", "v")).toCompletableFuture());
        CountDownLatch committing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        log.onCommit = () -> {
            committing.countDown();
            waitFor(goOn);
        };
        CompletableFuture<Appended> answer =
            loop.append(Registers.set("k", "slow")).toCompletableFuture();
        waitFor(committing);

        CompletableFuture<Boolean> let =
            CompletableFuture.supplyAsync(() -> loop.unbind(logs, 20_000), pool);
        assertTrue(!loop.unbind(logs, 40), "the thread is in the log");
        goOn.countDown();

        assertTrue(let.get(HANGS_SECONDS, TimeUnit.SECONDS));
        assertTrue(answer.isDone());
        int commits = log.commits;
        get(loop.append(Registers.set("k", "late")).toCompletableFuture());
        assertEquals(commits, log.commits);
        runner.stop();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(HANGS_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void everyDraftIsAnsweredHoweverTheEngineStops() throws Exception {
        for (int round = 0; round < 15; round++) {
            Loop one = new Loop(Rig.box(1), CLOCK.instant());
            Runner runner = run(one);
            one.bind(new MoodyLogs(new MoodyLog()));
            one.bind(new SlowToClose());
            List<CompletableFuture<List<CompletableFuture<Appended>>>> writers =
                new ArrayList<>();
            CountDownLatch running = new CountDownLatch(3);
            for (int w = 0; w < 3; w++) {
                writers.add(CompletableFuture.supplyAsync(() -> flood(one, running), pool));
            }
            waitFor(running);

            runner.stop();

            for (var writer : writers) {
                for (var answer : writer.get(HANGS_SECONDS, TimeUnit.SECONDS)) {
                    get(answer);
                }
            }
        }
    }

    /** Appends until the engine says that it has closed. */
    private static List<CompletableFuture<Appended>> flood(Loop loop, CountDownLatch running) {
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        while (true) {
            CompletableFuture<Appended> answer =
                loop.append(Registers.set("k", "v")).toCompletableFuture();
            answers.add(answer);
            running.countDown();
            if (answer.isDone() && answer.join() instanceof Appended.Refused refused
                && refused.detail().contains("updated")) {
                return answers;
            }
        }
    }

    /** A driver that takes its time: drafts go on coming while the engine closes. */
    private static final class SlowToClose implements Transport {
        @Override
        public Medium medium() {
            return new Medium("slow", 431, bytes -> 1_000, true, false, 1);
        }

        @Override
        public void open(Inbox inbox) { }

        @Override
        public boolean transmit(Frame frame) {
            return true;
        }

        @Override
        public void close() {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aThreadThatDiesOfAnErrorAnswersWhatWaits() throws Exception {
        Runner runner = run();
        loop.bind(logs);
        get(loop.append(Registers.set("k", "v")).toCompletableFuture());
        log.onCommit = () -> {
            throw new StackOverflowError("a bug");
        };

        Appended doubtful = get(loop.append(Registers.set("k", "x")).toCompletableFuture());
        Appended late = get(loop.append(Registers.set("k", "y")).toCompletableFuture());

        assertInstanceOf(Appended.Refused.class, doubtful);
        assertInstanceOf(Appended.Refused.class, late);
        runner.stop();
    }

    @Test
    void aFaultOfOneTurnIsTriedAgain() throws Exception {
        Runner runner = run();
        loop.bind(logs);
        get(loop.append(Registers.set("k", "v")).toCompletableFuture());
        log.onCommit = () -> {
            log.onCommit = () -> { };
            throw new IllegalStateException("a bug that goes away");
        };

        Appended lost = get(loop.append(Registers.set("k", "x")).toCompletableFuture());
        assertInstanceOf(Appended.Refused.class, lost);
        while (!(get(loop.append(Registers.set("k", "y")).toCompletableFuture())
            instanceof Appended.Accepted)) {
            Thread.sleep(20);
        }
        runner.stop();
    }
}
