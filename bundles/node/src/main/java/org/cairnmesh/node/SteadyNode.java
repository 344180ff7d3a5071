// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.node.Request.Sense;
import org.cairnmesh.node.Request.Why;

/**
 * A node that outlives its engines. A draft or order that no engine took waits and is tried again,
 * on the timer's thread, when an engine arrives and every few milliseconds (an engine may be here
 * and its log away). Only what was certainly not done is tried again; an engine that throws has
 * taken nothing.
 *
 * <p>Safe from any thread. The lock guards the fields and is never held while an engine or a caller
 * is called.
 */
final class SteadyNode implements Node {
    static final long RETRY_MILLIS = 20;
    static final String NO_ENGINE =
        "no engine is running: start the bundles org.cairnmesh.core and org.cairnmesh.store";
    static final String STOPPING = "the node is stopping";
    private static final System.Logger LOG = System.getLogger(SteadyNode.class.getName());

    /** A request that was not settled yet. */
    private static final class Pending<T> {
        final Request<T> request;
        final long deadlineNanos;
        final CompletableFuture<T> stage = new CompletableFuture<>();
        /** Whether it takes one of the places of those that wait; kept until it is settled. */
        boolean waits;

        Pending(Request<T> request, long deadlineNanos) {
            this.request = request;
            this.deadlineNanos = deadlineNanos;
        }
    }

    private final Patience patience;
    private final Timer timer;
    private final Deque<Pending<?>> parked = new ArrayDeque<>();
    private Optional<Engine> engine = Optional.empty();
    private Snapshot last = Snapshot.empty(Instant.EPOCH, Snapshot.Box.UNKNOWN, List.of(NO_ENGINE));
    /** The number of the look that the last snapshot came from. */
    private long lastLook;
    private long looks;
    /** Whether the last snapshot came from the engine that is here. */
    private boolean lastOfCurrent;
    private int waiting;
    private boolean scheduled;
    private boolean closed;
    private boolean complained;

    SteadyNode(Patience patience, Timer timer) {
        this.patience = patience;
        this.timer = timer;
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        return ask(new Request.Append(draft));
    }

    @Override
    public CompletionStage<Ordered> order(Order order) {
        return ask(new Request.CarryOut(order));
    }

    private <T> CompletionStage<T> ask(Request<T> request) {
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(patience.waitMillis());
        Pending<T> pending = new Pending<>(request, timer.nowNanos() + waitNanos);
        attempt(pending);
        return pending.stage;
    }

    @Override
    public Snapshot snapshot() {
        return current().map(this::look).orElseGet(this::lately);
    }

    /** An engine has arrived; it takes the place of any other. */
    void bind(Engine arrived) {
        current().ifPresent(this::look);
        synchronized (this) {
            engine = Optional.of(arrived);
            lastOfCurrent = false;
            complained = false;
        }
        timer.after(0, this::turn);
    }

    /** An engine goes. What it was handed it still settles by itself, and that is shown too. */
    void unbind(Engine going) {
        look(going);
        synchronized (this) {
            if (engine.isPresent() && engine.get() == going) {
                engine = Optional.empty();
                lastOfCurrent = false;
            }
        }
    }

    /** Refuses what waits and all that comes. */
    void close() {
        List<Pending<?>> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(parked);
            parked.clear();
        }
        left.forEach(pending -> refuse(pending, Why.AWAY, STOPPING));
    }

    private synchronized Optional<Engine> current() {
        return closed ? Optional.empty() : engine;
    }

    private synchronized Snapshot lately() {
        return last;
    }

    private <T> void attempt(Pending<T> pending) {
        Optional<Engine> current = current();
        if (current.isEmpty()) {
            park(pending, pending.request.refusal(Why.AWAY, NO_ENGINE));
            return;
        }
        CompletionStage<T> answer;
        try {
            answer = pending.request.of(current.get());
        } catch (Throwable fault) {
            complain(fault);
            park(pending, pending.request.refusal(Why.AWAY, "the engine failed: " + fault));
            return;
        }
        answer.whenComplete((said, fault) -> answered(current.get(), pending, said, fault));
    }

    private <T> void answered(Engine by, Pending<T> pending, T answer, Throwable fault) {
        if (fault != null) {
            // Against its contract, so nothing is certain: trying again might do it twice.
            refuse(pending, Why.UNCERTAIN,
                "the engine failed on this, look before you repeat it: " + fault);
            complain(fault);
            return;
        }
        Sense sense = pending.request.sense(answer);
        if (sense == Sense.DONE) {
            // Remembered before the caller knows: the engine may go at any moment, or have gone.
            look(by);
        }
        if (mayWait(pending, sense)) {
            park(pending, answer);
        } else {
            settle(pending, answer);
        }
    }

    /** What waited all comes at once when an engine arrives: it may be busy for a moment. */
    private synchronized boolean mayWait(Pending<?> pending, Sense sense) {
        return sense == Sense.AWAY || sense == Sense.BUSY && pending.waits;
    }

    private <T> void park(Pending<T> pending, T why) {
        Optional<T> over;
        boolean schedule = false;
        synchronized (this) {
            over = over(pending, why);
            if (over.isEmpty()) {
                waiting += pending.waits ? 0 : 1;
                pending.waits = true;
                parked.add(pending);
                schedule = !scheduled;
                scheduled = true;
            }
        }
        over.ifPresent(refused -> settle(pending, refused));
        if (schedule) {
            timer.after(RETRY_MILLIS, this::scheduledTurn);
        }
    }

    private <T> Optional<T> over(Pending<T> pending, T why) {
        if (closed) {
            return Optional.of(pending.request.refusal(Why.AWAY, STOPPING));
        }
        if (timer.nowNanos() - pending.deadlineNanos >= 0) {
            return Optional.of(why);
        }
        if (!pending.waits && waiting >= patience.waitingMax()) {
            return Optional.of(pending.request.refusal(Why.BUSY, waiting
                + " drafts wait already, for: " + pending.request.detail(why)));
        }
        return Optional.empty();
    }

    private void scheduledTurn() {
        synchronized (this) {
            scheduled = false;
        }
        turn();
    }

    /** Tries everything that waits once, the oldest first. */
    private void turn() {
        List<Pending<?>> batch;
        synchronized (this) {
            batch = List.copyOf(parked);
            parked.clear();
        }
        batch.forEach(this::attempt);
    }

    private <T> void refuse(Pending<T> pending, Why why, String detail) {
        settle(pending, pending.request.refusal(why, detail));
    }

    private <T> void settle(Pending<T> pending, T answer) {
        synchronized (this) {
            waiting -= pending.waits ? 1 : 0;
            pending.waits = false;
        }
        pending.stage.complete(answer);
    }

    /**
     * What an engine shows, remembered for when it is gone. One that has no log yet does not hide
     * what was shown before. The answer is this call's own: another thread may be about to remember
     * an older one, and a caller must see what it has appended.
     */
    private Snapshot look(Engine from) {
        long look = nextLook();
        try {
            return remember(from, from.snapshot(), look);
        } catch (Throwable fault) {
            complain(fault);
            return lately();
        }
    }

    private synchronized long nextLook() {
        return ++looks;
    }

    /**
     * Of two looks the one that began later is remembered: it saw all that the other did. A look at
     * an engine that has gone counts until the next one has shown something.
     */
    private synchronized Snapshot remember(Engine from, Snapshot shown, long look) {
        if (last.hasLog() && !shown.hasLog()) {
            return last;
        }
        boolean ofCurrent = engine.filter(current -> current == from).isPresent();
        if (look > lastLook && (ofCurrent || !lastOfCurrent)) {
            last = shown;
            lastLook = look;
            lastOfCurrent = ofCurrent;
        }
        return shown;
    }

    /**
     * What an engine throws is most often a LinkageError of an update: said once for each engine.
     */
    private void complain(Throwable fault) {
        if (fault instanceof OutOfMemoryError exhausted) {
            throw exhausted;
        }
        boolean first;
        synchronized (this) {
            first = !complained;
            complained = true;
        }
        if (first) {
            LOG.log(System.Logger.Level.WARNING, "the engine failed: {0}", fault.toString());
            LOG.log(System.Logger.Level.DEBUG, "where the engine failed", fault);
        }
    }
}
