// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Appended.Reason;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;

/**
 * An engine that keeps its drafts and orders in memory. It does what the port says, and on demand
 * what engines do in bad moments: it has no log, is busy, throws, or holds its answers back.
 *
 * <p>Its state belongs to its executor; with {@code Runnable::run} that is the caller. Every number
 * has its origin's eight bytes, so two engines of different numbers never name an event alike.
 */
public final class MemoryEngine implements Engine {
    private static final DeviceId DEVICE = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));

    /** Something to be answered: how it is once it is settled, and how it ends otherwise. */
    private record Held(Runnable settles, Consumer<Appended.Refused> refuses,
                        Consumer<Throwable> fails) { }

    private final Bytes origin;
    private final Executor executor;
    private final ConcurrentLinkedQueue<Draft> appended = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Order> ordered = new ConcurrentLinkedQueue<>();
    private final Map<String, EventId> tokens = new HashMap<>();
    private final List<Held> held = new ArrayList<>();
    private Optional<Appended.Refused> refusal = Optional.empty();
    private boolean holds;
    private Supplier<Snapshot> shows = this::holding;
    private Optional<Error> fault = Optional.empty();

    public MemoryEngine(long number, Executor executor) {
        this.origin = Bytes.ofLong(number);
        this.executor = executor;
    }

    /** An engine that answers at once, on the caller's thread. */
    public static MemoryEngine direct(long number) {
        return new MemoryEngine(number, Runnable::run);
    }

    @Override
    public CompletionStage<Appended> append(Draft draft) {
        fault.ifPresent(error -> {
            throw error;
        });
        CompletableFuture<Appended> stage = new CompletableFuture<>();
        executor.execute(() -> take(new Held(
            () -> stage.complete(refusal.<Appended>map(refused -> refused)
                .orElseGet(() -> new Appended.Accepted(write(draft)))),
            stage::complete, stage::completeExceptionally)));
        return stage;
    }

    @Override
    public CompletionStage<Ordered> order(Order order) {
        fault.ifPresent(error -> {
            throw error;
        });
        CompletableFuture<Ordered> stage = new CompletableFuture<>();
        executor.execute(() -> take(new Held(
            () -> stage.complete(refusal.map(MemoryEngine::ofOrder)
                .orElseGet(() -> carryOut(order))),
            refused -> stage.complete(ofOrder(refused)), stage::completeExceptionally)));
        return stage;
    }

    private Ordered carryOut(Order order) {
        ordered.add(order);
        return new Ordered.Done(List.of(order.toString()), Item.Table.EMPTY);
    }

    private static Ordered ofOrder(Appended.Refused refused) {
        return new Ordered.Refused(Ordered.Reason.valueOf(
            refused.reason() == Reason.OVERSIZE ? "MALFORMED" : refused.reason().name()),
            refused.detail());
    }

    @Override
    public Snapshot snapshot() {
        return shows.get();
    }

    /** The drafts that it accepted, in order. */
    public List<Draft> appended() {
        return List.copyOf(appended);
    }

    /** The orders that it carried out, in order. */
    public List<Order> ordered() {
        return List.copyOf(ordered);
    }

    /** Refuses what comes from now on. */
    public void refuse(Reason reason, String detail) {
        executor.execute(() -> refusal = Optional.of(new Appended.Refused(reason, detail)));
    }

    /** Accepts again. */
    public void accept() {
        executor.execute(() -> refusal = Optional.empty());
    }

    /** Takes drafts and answers none of them until {@link #answerHeld} or {@link #close}. */
    public void hold() {
        executor.execute(() -> holds = true);
    }

    public void answerHeld() {
        executor.execute(() -> {
            holds = false;
            held.forEach(one -> one.settles.run());
            held.clear();
        });
    }

    /** Fails the held stages, which an engine must never do. */
    public void failHeld(Throwable cause) {
        executor.execute(() -> {
            held.forEach(one -> one.fails.accept(cause));
            held.clear();
        });
    }

    /** Throws from every method, as code does whose bundle has gone; only without an executor. */
    public void breakWith(Error error) {
        fault = Optional.of(error);
        shows = () -> {
            throw error;
        };
    }

    /** Shows the empty snapshot of an engine that has found no log. */
    public void showNoLog() {
        shows = () -> Snapshot.empty(Instant.EPOCH, box(), List.of("no log"));
    }

    /** Ends it: what it held or is handed from now on is refused as unavailable. */
    public void close() {
        executor.execute(() -> {
            refusal = Optional.of(new Appended.Refused(Reason.UNAVAILABLE, "closed"));
            holds = false;
            held.forEach(one -> one.refuses.accept(refusal.orElseThrow()));
            held.clear();
        });
    }

    private void take(Held one) {
        if (holds) {
            held.add(one);
        } else {
            one.settles.run();
        }
    }

    private EventId write(Draft draft) {
        EventId former = tokens.get(draft.token());
        if (former != null) {
            return former;
        }
        EventId id = new EventId(origin, appended.size());
        appended.add(draft);
        if (!draft.token().isEmpty()) {
            tokens.put(draft.token(), id);
        }
        return id;
    }

    private Snapshot holding() {
        Map<Kind, Long> kinds = new HashMap<>();
        appended.forEach(draft -> kinds.merge(draft.kind(), 1L, Long::sum));
        long events = kinds.values().stream().mapToLong(Long::longValue).sum();
        return new Snapshot(Instant.EPOCH, box(),
            new Snapshot.Holding(origin, 0, events, events, 0, 0, Frontier.EMPTY), List.of(),
            Map.of(), kinds, kinds, Map.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static Snapshot.Box box() {
        return new Snapshot.Box("memory", DEVICE, SPACE, "test");
    }
}
