// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Transport;

/**
 * The engine: one thread calls {@link #step} again and again, on a box a {@link Runner}, in a test
 * a loop; everyone else posts. What the thread owns is never touched by another.
 *
 * <p>A turn takes what was posted, folds a slice, commits, answers, sends, tells subscribers and
 * publishes a snapshot; it is bounded. A log that has just come is read in turns, too.
 */
public final class Loop implements Engine, Appender {
    private static final int QUEUE_MAX = 4096;
    private static final int COMMANDS_A_TURN = 256;
    static final int EVENTS_A_TURN = 4_000;
    private static final long IDLE_MILLIS = 1_000;
    private static final long LOG_RETRY_MILLIS = 2_000;
    private static final long LET_GO_POLL_MILLIS = 20;

    private final Box box;
    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final ConcurrentLinkedQueue<Runnable> controls = new ConcurrentLinkedQueue<>();
    private final Semaphore posted = new Semaphore(0);
    private volatile Snapshot published;
    private volatile boolean closed;

    // Owned by the thread that steps.
    private final Map<String, Long> refused = new TreeMap<>();
    private final List<Reducer> reducers = new ArrayList<>();
    private final List<Carrier> carriers = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Answer> doubtful = new ArrayList<>();
    private final Publisher publisher;
    private Optional<EventLog> log = Optional.empty();
    private Optional<Opening> opening = Optional.empty();
    private Optional<Held> held = Optional.empty();
    private final Saving saving = new Saving();
    private Optional<String> logProblem = Optional.of("no log");
    private long logRetryMillis;
    /** When the oldest of the staged events was staged, 0 if none is. */
    private long stagedSinceMillis;
    private long nowMillis;
    private long tickMillis;
    private boolean changed = true;

    /** What a caller will be told once it is durable. */
    private record Answer(CompletableFuture<Appended> future, Appended appended) {
        void tell() {
            future.complete(appended);
        }
    }

    public Loop(Box box, Instant now) {
        this.box = box;
        this.publisher = new Publisher(box);
        this.published = publisher.empty(now);
    }

    // ---- what any thread may call

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        CompletableFuture<Appended> answer = new CompletableFuture<>();
        if (closed) {
            answer.complete(gone());
        } else if (!post(queue.offer(append(draft, answer)))) {
            answer.complete(new Appended.Refused(Reason.BUSY, "too many drafts wait already"));
        } else if (closed) {
            drain();
        }
        return answer;
    }

    @Override
    public Snapshot snapshot() {
        return published;
    }

    /** A log that the box may use from now on. */
    public void bind(EventLog found) {
        control(() -> {
            letGo();
            log = Optional.of(found);
            logRetryMillis = 0;
        });
    }

    /** The log goes: answers once the thread has let go of it, or after the time given. */
    public boolean unbind(EventLog gone, long timeoutMillis) {
        Semaphore done = new Semaphore(0);
        control(() -> {
            if (log.isPresent() && log.get() == gone) {
                letGo();
                log = Optional.empty();
                logProblem = Optional.of("no log");
            }
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
        control(() -> {
            reducers.add(reducer);
            held.ifPresent(h -> h.install(reducer));
            opening.ifPresent(o -> o.install(reducer));
        });
    }

    public void unbind(Reducer reducer) {
        control(() -> {
            reducers.remove(reducer);
            held.ifPresent(h -> h.journal.projections.remove(reducer, tickMillis));
            opening.ifPresent(o -> o.remove(reducer, tickMillis));
        });
    }

    public void bind(Transport transport) {
        Carrier carrier = new Carrier(transport);
        control(() -> {
            carriers.add(carrier);
            carrier.open(frame -> !closed && post(queue.offer(() -> receive(carrier, frame))));
        });
    }

    public void unbind(Transport transport) {
        control(() -> carriers.removeIf(carrier -> carrier.closed(transport)));
    }

    public void bind(Subscriber subscriber) {
        control(() -> listeners.add(new Listener(subscriber)));
    }

    public void unbind(Subscriber subscriber) {
        control(() -> listeners.removeIf(listener -> listener.of(subscriber)));
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

    private boolean post(boolean accepted) {
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
        nowMillis = now.toEpochMilli();
        this.tickMillis = tickMillis;
        held.ifPresent(h -> h.at(nowMillis));
        for (Runnable command = controls.poll(); command != null; command = controls.poll()) {
            command.run();
            changed = true;
        }
        boolean settled = true;
        try {
            load();
            for (int i = 0; i < COMMANDS_A_TURN && !queue.isEmpty(); i++) {
                queue.poll().run();
                changed = true;
            }
            settled = work();
        } catch (EventLogException e) {
            fail(e.getMessage());
        } catch (RuntimeException | Error e) {
            fail("a turn of the engine failed: " + e);
            throw e;
        } finally {
            publish(now, settled);
        }
        return queue.isEmpty() && controls.isEmpty() && settled && opening.isEmpty()
            ? pause() : 0;
    }

    private void publish(Instant now, boolean settled) {
        if (changed || !settled) {
            published = publisher.publish(now, tickMillis, held, carriers, listeners, refused,
                logProblem);
            // what the last slice folds is news, though nothing was posted
            changed = !settled;
        }
        answers.forEach(Answer::tell);
        answers.clear();
    }

    private void load() {
        if (log.isPresent() && held.isEmpty() && opening.isEmpty()
            && tickMillis >= logRetryMillis) {
            logRetryMillis = tickMillis + LOG_RETRY_MILLIS;
            opening = Optional.of(new Opening(log.get(), saving));
        }
        if (opening.isPresent()) {
            changed = true;
            held = opening.get().step(box, reducers, this::refuse, nowMillis, tickMillis);
            logProblem = opening.map(Opening::progress);
            held.ifPresent(fresh -> {
                opening = Optional.empty();
                logProblem = Optional.empty();
                doubtful.forEach(answer -> answers.add(resolved(answer, fresh)));
                doubtful.clear();
            });
        }
    }

    /** What is known of a doubtful answer, now that the log has been read again. */
    private static Answer resolved(Answer answer, Held fresh) {
        return !fresh.graph().locate(answer.appended.accepted()).isEmpty() ? answer
            : new Answer(answer.future, new Appended.Refused(Reason.STORAGE, "the log failed"));
    }

    /** Seals, folds, commits, sends, tells; answers whether nothing is left to fold or tell. */
    private boolean work() {
        if (held.isEmpty()) {
            return true;
        }
        Held box = held.get();
        if (stagedSinceMillis > 0 && tickMillis >= stagedSinceMillis + Staging.SEAL_MILLIS) {
            box.staging.seal(nowMillis);
        }
        stagedSinceMillis = box.staging.size() == 0 ? 0
            : stagedSinceMillis > 0 ? stagedSinceMillis : Math.max(1, tickMillis);
        boolean settled = box.journal.projections.step(EVENTS_A_TURN, tickMillis);
        changed |= box.commit();
        for (Carrier carrier : carriers) {
            Snapshot.Carrier before = carrier.state();
            carrier.transmit(box, this.box.random(), tickMillis);
            changed |= !carrier.state().equals(before);
        }
        changed |= box.commit();
        for (Listener listener : listeners) {
            settled &= !listener.tell(box.journal, box.staged(), this);
        }
        saving.turn(box, settled && !changed, tickMillis);
        return settled;
    }

    private long pause() {
        long due = held.stream().flatMap(h -> carriers.stream())
            .mapToLong(carrier -> carrier.wakeMillis(tickMillis)).min().orElse(Long.MAX_VALUE);
        return Math.max(1, Math.min(IDLE_MILLIS, due - tickMillis));
    }

    private Runnable append(Draft draft, CompletableFuture<Appended> answer) {
        return () -> {
            if (held.isEmpty()) {
                answer.complete(closed ? gone() : new Appended.Refused(Reason.UNAVAILABLE,
                    "the box has no log: " + logProblem.orElse("it is being read")));
                return;
            }
            Appended appended = new Appended.Refused(Reason.STORAGE, "the log failed");
            try {
                appended = held.get().append(draft);
            } finally {
                // of a draft that throws nothing will be committed: the log is read again
                answers.add(new Answer(answer, appended));
            }
            if (appended instanceof Appended.Refused refusal) {
                refuse(refusal.reason().name());
            }
        };
    }

    private void receive(Carrier carrier, Frame frame) {
        if (held.isPresent()) {
            carrier.receive(frame, held.get(), box.random(), tickMillis);
        } else {
            carrier.lost();
        }
    }

    private void refuse(String reason) {
        refused.merge(reason, 1L, Long::sum);
        changed = true;
    }

    /**
     * The log failed, or the engine did: memory may be ahead of the log, so it is read again.
     * Whether the last drafts became durable is known then.
     */
    private void fail(String problem) {
        release();
        answers.removeIf(answer ->
            answer.appended instanceof Appended.Accepted && doubtful.add(answer));
        logProblem = Optional.of(problem);
        logRetryMillis = tickMillis + LOG_RETRY_MILLIS;
        changed = true;
    }

    /** Of a log that has not failed. */
    private void letGo() {
        held.ifPresent(box -> saving.save(box, tickMillis));
        release();
    }

    private void release() {
        held = Optional.empty();
        opening = Optional.empty();
        carriers.forEach(Carrier::forget);
    }

    private static Appended gone() {
        return new Appended.Refused(Reason.UNAVAILABLE, "the engine is being updated");
    }

    /** No turn follows: closes what is open, and refuses what still waits. */
    public void close() {
        lookUp();
        letGo();
        log = Optional.empty();
        // only now, because whoever sees it drains the queue, and must find nothing held
        closed = true;
        carriers.forEach(Carrier::close);
        doubtful.forEach(answer -> answer.future.complete(new Appended.Refused(Reason.STORAGE,
            "the log failed; it is not known whether this was appended")));
        drain();
    }

    /** Reads the log again if that is the only way to know what became of a draft. */
    private void lookUp() {
        if (!doubtful.isEmpty()) {
            logRetryMillis = tickMillis;
            try {
                do {
                    load();
                } while (opening.isPresent());
            } catch (RuntimeException | Error e) {
                logProblem = Optional.of("the log cannot be read: " + e);
            }
            answers.forEach(Answer::tell);
            answers.clear();
        }
    }

    private void drain() {
        for (Runnable command = queue.poll(); command != null; command = queue.poll()) {
            command.run();
        }
    }
}
