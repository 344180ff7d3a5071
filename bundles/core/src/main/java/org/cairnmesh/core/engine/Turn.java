// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cairnmesh.api.event.EventId;
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
import org.cairnmesh.api.subscribe.Appender;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Transport;

/**
 * What the engine thread owns, and what it does with it in a turn: reads logs that have come,
 * seals, folds, commits, sends, tells subscribers, answers. No other thread touches it.
 */
final class Turn {
    static final int EVENTS_A_TURN = 4_000;
    /** While more is posted already: taking it comes first, but reading never stands still. */
    static final int EVENTS_A_BUSY_TURN = 500;

    private static final long LOG_RETRY_MILLIS = 2_000;
    private static final String LOG_FAILED = "the log failed";
    private static final String UNCERTAIN = "the log failed; it is not known whether this was done";

    private final Box box;
    private final Start start;
    private final Verifier verifier;
    private final Function<SpaceId, Appender> appenders;
    private final Orders orders = new Orders();
    private final Map<String, Long> refused = new TreeMap<>();
    private final List<Reducer> reducers = new ArrayList<>();
    private final List<Carrier> carriers = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Answer<?>> answers = new ArrayList<>();
    private final List<Answer<?>> doubtful = new ArrayList<>();
    private final Publisher publisher;
    private final Storage storage = new Storage();
    private Optional<EventLogs> logs = Optional.empty();
    /** Those whose current log is being read. */
    private Optional<Spaces> coming = Optional.empty();
    private Optional<Spaces> spaces = Optional.empty();
    private Optional<String> logProblem = Optional.of("no log");
    private long logRetryMillis;
    private long nowMillis;
    private long tickMillis;
    private boolean changed = true;

    /** @param appenders what subscribers append to a space with */
    Turn(Box box, Start start, Verifier verifier, Function<SpaceId, Appender> appenders) {
        this.box = box;
        this.start = start;
        this.verifier = verifier;
        this.appenders = appenders;
        this.publisher = new Publisher(box);
    }

    void bind(EventLogs found) {
        letGo();
        logs = Optional.of(found);
        logRetryMillis = 0;
        storage.renew();
    }

    void unbind(EventLogs gone) {
        if (logs.isPresent() && logs.get() == gone) {
            letGo();
            logs = Optional.empty();
            logProblem = Optional.of("no log");
        }
    }

    void bind(Reducer reducer) {
        reducers.add(reducer);
        coming.ifPresent(s -> s.install(reducer));
        spaces.ifPresent(s -> s.install(reducer));
    }

    void unbind(Reducer reducer) {
        reducers.remove(reducer);
        coming.ifPresent(s -> s.remove(reducer));
        spaces.ifPresent(s -> s.remove(reducer));
    }

    void bind(Carrier carrier) {
        carriers.add(carrier);
    }

    void unbind(Transport transport) {
        carriers.removeIf(carrier -> carrier.closed(transport));
    }

    void bind(Subscriber subscriber) {
        listeners.add(new Listener(subscriber));
    }

    void unbind(Subscriber subscriber) {
        listeners.removeIf(listener -> listener.of(subscriber));
    }

    // ---- what is posted

    /** Appends to a space, or to the current one. */
    void append(Draft draft, Optional<SpaceId> to, CompletableFuture<Appended> future) {
        if (spaces.isEmpty()) {
            future.complete(new Appended.Refused(Reason.UNAVAILABLE, away()));
            return;
        }
        SpaceId space = to.orElse(spaces.get().members().current());
        if (spaces.get().members().of(space).filter(member -> !member.left()).isEmpty()) {
            future.complete(new Appended.Refused(Reason.UNAVAILABLE, "the space was left"));
            return;
        }
        if (storage.problem().isPresent()) {
            refuse(Reason.STORAGE.name());
            future.complete(new Appended.Refused(Reason.STORAGE, failed()));
            return;
        }
        Appended appended = new Appended.Refused(Reason.STORAGE, LOG_FAILED);
        try {
            appended = spaces.get().held(space).append(draft);
        } finally {
            // of a draft that throws nothing will be committed: the log is read again
            answers.add(new Answer<>(future, appended, durable(appended, space),
                detail -> new Appended.Refused(Reason.STORAGE, detail)));
        }
        if (appended instanceof Appended.Refused refusal) {
            refuse(refusal.reason().name());
        }
    }

    private static Optional<Predicate<Spaces>> durable(Appended appended, SpaceId space) {
        if (!(appended instanceof Appended.Accepted accepted)) {
            return Optional.empty();
        }
        EventId id = accepted.id();
        return Optional.of(read -> read.holds(space, id));
    }

    void order(Order order, CompletableFuture<Ordered> future) {
        if (spaces.isEmpty()) {
            future.complete(new Ordered.Refused(Ordered.Reason.UNAVAILABLE, away()));
            return;
        }
        if (storage.problem().isPresent()) {
            future.complete(new Ordered.Refused(Ordered.Reason.STORAGE, failed()));
            return;
        }
        Carried carried = Carried.refused(Ordered.Reason.STORAGE, LOG_FAILED);
        try {
            carried = orders.carryOut(order, spaces.get());
        } finally {
            answers.add(new Answer<>(future, carried.answer(),
                carried.answer() instanceof Ordered.Done ? Optional.of(carried.durable())
                    : Optional.empty(),
                detail -> new Ordered.Refused(Ordered.Reason.STORAGE, detail)));
        }
    }

    /** Answers a question about what is held; what fails then fails for the engine too. */
    <T> void ask(Function<Spaces, T> question, CompletableFuture<T> answer) {
        if (spaces.isEmpty()) {
            answer.completeExceptionally(new EventLogException(away()));
            return;
        }
        try {
            answer.complete(question.apply(spaces.get()));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    void receive(Carrier carrier, Frame frame) {
        if (spaces.isPresent()) {
            carrier.receive(frame, spaces.get().here(), box.random(), tickMillis);
        } else {
            carrier.lost();
        }
    }

    private String away() {
        return "the box has no log: " + logProblem.orElse("it is being read");
    }

    private void refuse(String reason) {
        refused.merge(reason, 1L, Long::sum);
        changed = true;
    }

    /** Something was posted that the next snapshot may show. */
    void changed() {
        changed = true;
    }

    void at(long clockMillis, long ticks) {
        nowMillis = clockMillis;
        tickMillis = ticks;
        spaces.ifPresent(s -> s.at(nowMillis, tickMillis));
    }

    private Spaces open(EventLogs found, boolean writable) {
        return new Spaces(found, box, start, verifier, reducers, this::refuse, nowMillis,
            tickMillis, writable);
    }

    /** A slice; what the box staged is sealed at its end, and if that fails it is only read. */
    private boolean slice(Spaces fresh) {
        try {
            return fresh.load();
        } catch (EventLogException e) {
            if (!fresh.writable()) {
                throw e;
            }
            coming = Optional.of(open(logs.orElseThrow(), false));
            storage.fail(e);
            return false;
        }
    }

    /** Reads a slice of the logs if they have come, or failed a while ago. */
    void load() {
        boolean due = logs.isPresent() && tickMillis >= logRetryMillis;
        logRetryMillis = due ? tickMillis + LOG_RETRY_MILLIS : logRetryMillis;
        if (due && spaces.isPresent() && storage.problem().isPresent()) {
            changed = true;
            storage.probe(logs.get(), this::release);
        }
        if (due && spaces.isEmpty() && coming.isEmpty()) {
            coming = Optional.of(storage.open(logs.get(), this::open));
        }
        if (coming.isPresent()) {
            Spaces fresh = coming.get();
            fresh.at(nowMillis, tickMillis);
            changed = true;
            if (!slice(fresh)) {
                logProblem = Optional.of(fresh.progress());
                return;
            }
            List<Answer<?>> known = doubtful.stream()
                .<Answer<?>>map(answer -> answer.resolved(fresh, failed())).toList();
            spaces = Optional.of(fresh);
            coming = Optional.empty();
            logProblem = Optional.empty();
            answers.addAll(known);
            doubtful.clear();
        }
    }

    private String failed() {
        return storage.problem().orElse(LOG_FAILED);
    }

    /**
     * Admits, seals, commits, folds, sends, tells; answers whether nothing is left to fold or tell.
     *
     * @param busy whether more is posted than this turn took
     */
    boolean work(boolean busy) {
        if (spaces.isEmpty()) {
            return coming.isEmpty();
        }
        Spaces all = spaces.get();
        carriers.forEach(Carrier::settle);
        all.sealIfDue();
        changed |= all.commit();
        boolean settled = all.fold(busy ? EVENTS_A_BUSY_TURN : EVENTS_A_TURN);
        for (Carrier carrier : carriers) {
            Snapshot.Carrier before = carrier.state();
            carrier.transmit(all.here(), box.random(), tickMillis);
            changed |= !carrier.state().equals(before);
        }
        changed |= all.commit();
        Held current = all.current();
        Appender appender = appenders.apply(current.space());
        for (Listener listener : listeners) {
            settled &= !listener.tell(current.journal, current.staged(), appender);
        }
        settled &= all.readNext();
        all.saveIfDue(settled && !changed);
        return settled;
    }

    /** A new snapshot, if there may be something new to show. */
    Optional<Snapshot> publish(Instant now, boolean settled) {
        if (!changed && settled) {
            return Optional.empty();
        }
        // what the last slice folds is news, though nothing was posted
        changed = !settled;
        return Optional.of(publisher.publish(now, tickMillis, spaces, carriers, listeners, refused,
            logProblem.or(storage::problem)));
    }

    Snapshot empty(Instant now) {
        return publisher.empty(now);
    }

    void answer() {
        List<Answer<?>> told = List.copyOf(answers);
        answers.clear();
        told.forEach(Answer::tell);
    }

    /** How long nothing is due, if nothing is posted; so long at most. */
    long pauseMillis(long mostMillis) {
        long wake = tickMillis + mostMillis;
        if (spaces.isPresent()) {
            List<Held> here = spaces.get().here();
            for (Carrier carrier : carriers) {
                wake = Math.min(wake, carrier.wakeMillis(here, tickMillis));
            }
        }
        return Math.max(1, wake - tickMillis);
    }

    // ---- when it fails, and when it ends

    /**
     * The log failed, or the engine did: memory may be ahead of the log, so it is read again.
     * Whether what was done last became durable is known then.
     */
    void fail(String problem) {
        release();
        storage.suspect();
        answers.removeIf(answer -> answer.durable().isPresent() && doubtful.add(answer));
        logProblem = Optional.of(problem);
        logRetryMillis = tickMillis + LOG_RETRY_MILLIS;
        changed = true;
    }

    /** Of logs that have not failed. */
    private void letGo() {
        spaces.ifPresent(Spaces::save);
        release();
    }

    private void release() {
        spaces = Optional.empty();
        coming = Optional.empty();
        carriers.forEach(Carrier::forget);
    }

    /** Lets go of the logs; what is doubtful is looked up in them first. */
    void end() {
        if (!doubtful.isEmpty()) {
            logRetryMillis = tickMillis;
            try {
                do {
                    load();
                } while (coming.isPresent());
            } catch (RuntimeException | Error e) {
                logProblem = Optional.of("the log cannot be read: " + e);
            }
            answer();
        }
        letGo();
        logs = Optional.empty();
        logProblem = Optional.of("the engine is being updated");
    }

    /** Closes the drivers, and answers what never became known. */
    void close() {
        carriers.forEach(Carrier::close);
        verifier.close();
        doubtful.forEach(answer -> answer.giveUp(UNCERTAIN));
        doubtful.clear();
    }
}
