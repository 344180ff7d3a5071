// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.core.feed.Signatures;

/**
 * Verifies signatures on threads of its own while the engine thread reads what comes next. The
 * engine thread asks in its own order and gets the answers that it would have found itself; while
 * it waits for one it verifies others. What was expected and never asked about is forgotten when
 * there is no room for more. Only the engine thread calls it; its threads touch nothing but the
 * question that they were given, and end when nothing is left to do.
 */
final class Verifier implements Signatures, AutoCloseable {
    /** So many questions are open at most; others are answered when they are asked. */
    static final int EXPECTED_MAX = 512;

    private static final long IDLE_SECONDS = 2;

    private final int threads;
    private final ThreadPoolExecutor pool;
    private final Map<Question, FutureTask<Boolean>> expected = new HashMap<>();
    private final Deque<FutureTask<Boolean>> open = new ArrayDeque<>();

    private record Question(Bytes signingKey, BlockId id, Bytes signature) {
        boolean answer() {
            return WHEN_ASKED.good(signingKey, id, signature);
        }
    }

    /** With no threads, all is verified when it is asked. */
    Verifier(int threads) {
        this.threads = threads;
        this.pool = new ThreadPoolExecutor(Math.max(1, threads), Math.max(1, threads),
            IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "cairn-verify");
                thread.setDaemon(true);
                return thread;
            });
        pool.allowCoreThreadTimeOut(true);
    }

    /** It will be asked about this signature soon. */
    void expect(Bytes signingKey, BlockId id, Bytes signature) {
        if (threads == 0 || pool.isShutdown()) {
            return;
        }
        if (expected.size() == EXPECTED_MAX) {
            forget();
        }
        Question question = new Question(signingKey, id, signature);
        FutureTask<Boolean> task = new FutureTask<>(question::answer);
        if (expected.putIfAbsent(question, task) == null) {
            open.add(task);
            pool.execute(task);
        }
    }

    /** How many questions are open. */
    int size() {
        return expected.size();
    }

    private void forget() {
        pool.getQueue().clear();
        expected.clear();
        open.clear();
    }

    @Override
    public boolean good(Bytes signingKey, BlockId id, Bytes signature) {
        Question question = new Question(signingKey, id, signature);
        FutureTask<Boolean> task = expected.remove(question);
        if (task == null) {
            return question.answer();
        }
        while (!task.isDone() && !open.isEmpty()) {
            // the pool takes the oldest: from the other end nobody waits for the other
            open.pollLast().run();
        }
        if (expected.isEmpty()) {
            open.clear();
        }
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return question.answer();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Lets its threads end; what is asked from now on is verified when it is asked. */
    @Override
    public void close() {
        forget();
        pool.shutdown();
    }
}
