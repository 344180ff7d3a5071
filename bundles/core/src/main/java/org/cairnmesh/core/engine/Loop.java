// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.api.transport.Transport;

/**
 * The engine: one thread calls {@link #step} again and again, on a box a {@link Runner}, in a test
 * a loop; everyone else posts. What the thread owns is a {@link Turn}, never touched by another.
 *
 * <p>A turn takes what was posted, folds a slice, commits, answers, sends, tells subscribers and
 * publishes a snapshot; it is bounded. A log that has just come is read in turns, too.
 */
public final class Loop implements Engine {
    private static final int QUEUE_MAX = 4096;
    private static final int COMMANDS_A_TURN = 256;
    private static final long IDLE_MILLIS = 1_000;
    private static final long LET_GO_POLL_MILLIS = 20;
    private static final String FULL = "too many drafts wait already";
    private static final String GONE = "the engine is being updated";

    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final ConcurrentLinkedQueue<Runnable> controls = new ConcurrentLinkedQueue<>();
    private final Semaphore posted = new Semaphore(0);
    private final Turn turn;
    private volatile Snapshot published;
    private volatile boolean closed;

    public Loop(Box box, Instant now) {
        this(box, Start.PLAIN, now);
    }

    /** An engine that verifies signatures on its own thread. */
    public Loop(Box box, Start start, Instant now) {
        this(box, start, 0, now);
    }

    /** An engine for which so many threads more verify signatures. */
    public Loop(Box box, Start start, int verifiers, Instant now) {
        this.turn = new Turn(box, start, new Verifier(verifiers),
            space -> draft -> append(draft, Optional.of(space)));
        this.published = turn.empty(now);
    }

    // ---- what any thread may call

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        return append(draft, Optional.empty());
    }

    private CompletionStage<Appended> append(Draft draft, Optional<SpaceId> space) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        return post(answer, () -> turn.append(draft, space, answer),
            new Appended.Refused(Reason.UNAVAILABLE, GONE),
            new Appended.Refused(Reason.BUSY, FULL));
    }

    @Override
    public CompletionStage<Ordered> order(Order order) {
        CompletableFuture<Ordered> answer = new CompletableFuture<>();
        return post(answer, () -> turn.order(order, answer),
            new Ordered.Refused(Ordered.Reason.UNAVAILABLE, GONE),
            new Ordered.Refused(Ordered.Reason.BUSY, FULL));
    }

    private <T> CompletionStage<T> post(CompletableFuture<T> answer, Runnable command, T gone,
                                        T busy) {
        if (closed) {
            answer.complete(gone);
        } else if (!posted(queue.offer(command))) {
            answer.complete(busy);
        } else if (closed) {
            drain();
        }
        return answer;
    }

    @Override
    public Snapshot snapshot() {
        return published;
    }

    /** Logs that the box may use from now on. */
    public void bind(EventLogs found) {
        control(() -> turn.bind(found));
    }

    /** The logs go: answers once the thread has let go of them, or after the time given. */
    public boolean unbind(EventLogs gone, long timeoutMillis) {
        Semaphore done = new Semaphore(0);
        control(() -> {
            turn.unbind(gone);
            done.release();
        });
        try {
            long left = timeoutMillis;
            while (!closed && left > 0 && !done.tryAcquire(LET_GO_POLL_MILLIS,
                TimeUnit.MILLISECONDS)) {
                left -= LET_GO_POLL_MILLIS;
            }
            return left > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void bind(Reducer reducer) {
        control(() -> turn.bind(reducer));
    }

    public void unbind(Reducer reducer) {
        control(() -> turn.unbind(reducer));
    }

    public void bind(Transport transport) {
        Carrier carrier = new Carrier(transport);
        control(() -> {
            turn.bind(carrier);
            carrier.open(frame ->
                !closed && posted(queue.offer(() -> turn.receive(carrier, frame))));
        });
    }

    public void unbind(Transport transport) {
        control(() -> turn.unbind(transport));
    }

    public void bind(Subscriber subscriber) {
        control(() -> turn.bind(subscriber));
    }

    public void unbind(Subscriber subscriber) {
        control(() -> turn.unbind(subscriber));
    }

    /** Asks on the engine thread, in turn with drafts; fails if there is no log to ask. */
    <T> CompletionStage<T> ask(Function<Spaces, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (closed || !posted(queue.offer(() -> turn.ask(question, answer)))) {
            answer.completeExceptionally(new EventLogException("the engine is away or busy"));
        } else if (closed) {
            drain();
        }
        return answer;
    }

    /** Waits until something was posted, or for the time given at most. */
    void await(long millis) throws InterruptedException {
        if (posted.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
            posted.drainPermits();
        }
    }

    /** Ends an {@link #await}. */
    void wake() {
        posted.release();
    }

    private boolean posted(boolean accepted) {
        posted.release();
        return accepted;
    }

    private void control(Runnable command) {
        if (!closed) {
            controls.add(command);
            posted.release();
        }
    }

    // ---- what only the thread that steps calls

    /**
     * One bounded turn.
     *
     * @param now        the box's clock, which may be wrong and be set at any time
     * @param tickMillis milliseconds of a clock that only runs forward, for all that is waited for
     * @return how many of those may pass until the next turn, if nothing is posted until then
     */
    public long step(Instant now, long tickMillis) {
        turn.at(now.toEpochMilli(), tickMillis);
        for (Runnable command = controls.poll(); command != null; command = controls.poll()) {
            command.run();
            turn.changed();
        }
        boolean settled = true;
        try {
            turn.load();
            for (int i = 0; i < COMMANDS_A_TURN && !queue.isEmpty(); i++) {
                queue.poll().run();
                turn.changed();
            }
            settled = turn.work(!queue.isEmpty());
        } catch (EventLogException e) {
            turn.fail(e.getMessage());
        } catch (RuntimeException | Error e) {
            turn.fail("a turn of the engine failed: " + e);
            throw e;
        } finally {
            turn.publish(now, settled).ifPresent(snapshot -> published = snapshot);
            turn.answer();
        }
        boolean idle = queue.isEmpty() && controls.isEmpty() && settled;
        return idle ? turn.pauseMillis(IDLE_MILLIS) : 0;
    }

    /** No turn follows: closes what is open, and refuses what still waits. */
    public void close() {
        turn.end();
        // only now, because whoever sees it drains the queue, and must find nothing held
        closed = true;
        turn.close();
        drain();
    }

    private void drain() {
        for (Runnable command = queue.poll(); command != null; command = queue.poll()) {
            command.run();
        }
    }
}
