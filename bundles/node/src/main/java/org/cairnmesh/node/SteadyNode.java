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
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Appended.Refused;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;

/**
 * A node that outlives its engines. A draft that no engine took waits and is tried again, on the
 * timer's thread, when an engine arrives and every few milliseconds (an engine may be here and its
 * log away). Only a draft that was certainly not appended is tried again; an engine that
 * throws has taken nothing.
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

    /** A draft that was not settled yet. */
    private static final class Pending {
        final Draft draft;
        final long deadlineNanos;
        final CompletableFuture<Appended> stage = new CompletableFuture<>();
        /** Whether it takes one of the places of those that wait; kept until it is settled. */
        boolean waits;

        Pending(Draft draft, long deadlineNanos) {
            this.draft = draft;
            this.deadlineNanos = deadlineNanos;
        }
    }

    private final Patience patience;
    private final Timer timer;
    private final Deque<Pending> parked = new ArrayDeque<>();
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
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(patience.waitMillis());
        Pending pending = new Pending(draft, timer.nowNanos() + waitNanos);
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
        List<Pending> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(parked);
            parked.clear();
        }
        left.forEach(pending -> settle(pending, new Refused(Reason.UNAVAILABLE, STOPPING)));
    }

    private synchronized Optional<Engine> current() {
        return closed ? Optional.empty() : engine;
    }

    private synchronized Snapshot lately() {
        return last;
    }

    private void attempt(Pending pending) {
        Optional<Engine> current = current();
        if (current.isEmpty()) {
            park(pending, new Refused(Reason.UNAVAILABLE, NO_ENGINE));
            return;
        }
        CompletionStage<Appended> answer;
        try {
            answer = current.get().append(pending.draft);
        } catch (Throwable fault) {
            complain(fault);
            park(pending, new Refused(Reason.UNAVAILABLE, "the engine failed: " + fault));
            return;
        }
        answer.whenComplete((appended, fault) ->
            answered(current.get(), pending, appended, fault));
    }

    private void answered(Engine by, Pending pending, Appended appended, Throwable fault) {
        if (appended instanceof Appended.Accepted) {
            // Remembered before the caller knows: the engine may go at any moment, or have gone.
            look(by);
        }
        if (fault != null) {
            // Against its contract, so nothing is certain: trying again might append twice.
            settle(pending, new Refused(Reason.STORAGE,
                "the engine failed on this draft, look before you repeat it: " + fault));
            complain(fault);
        } else if (appended instanceof Refused refused && mayWait(pending, refused.reason())) {
            park(pending, refused);
        } else {
            settle(pending, appended);
        }
    }

    /** Drafts that waited all come at once when an engine arrives: it may be busy for a moment. */
    private synchronized boolean mayWait(Pending pending, Reason reason) {
        return reason == Reason.UNAVAILABLE || reason == Reason.BUSY && pending.waits;
    }

    private void park(Pending pending, Refused why) {
        Optional<Refused> over;
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

    private Optional<Refused> over(Pending pending, Refused why) {
        if (closed) {
            return Optional.of(new Refused(Reason.UNAVAILABLE, STOPPING));
        }
        if (timer.nowNanos() - pending.deadlineNanos >= 0) {
            return Optional.of(why);
        }
        if (!pending.waits && waiting >= patience.waitingMax()) {
            return Optional.of(new Refused(Reason.BUSY, waiting + " drafts wait already, for: "
                + why.detail()));
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
        List<Pending> batch;
        synchronized (this) {
            batch = List.copyOf(parked);
            parked.clear();
        }
        batch.forEach(this::attempt);
    }

    private void settle(Pending pending, Appended appended) {
        synchronized (this) {
            waiting -= pending.waits ? 1 : 0;
            pending.waits = false;
        }
        pending.stage.complete(appended);
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
