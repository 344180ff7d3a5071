// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/**
 * The projections of all reducers. A reducer that arrives folds its history behind the view of the
 * one before it of that name; a reducer that leaves has its view kept, marked stale, for a while,
 * in case it is only being updated. One thread.
 */
public final class Projections {
    /** How long the view of a reducer that left is kept. */
    public static final long GRACE_MILLIS = 10_000;

    private final Graph graph;
    private final Events events;
    private final Checkpoint checkpoint;
    private final Since since;
    private final Map<String, Slot> slots = new TreeMap<>();

    private static final class Slot {
        /** What its readers see; of a reducer that is here or has left. */
        Projection shown;
        /** What is folding its history, to be shown then. */
        Projection coming;
        boolean away;
        long awaySinceMillis;

        /** Shows what was coming once it is folded; one that was set aside would show less. */
        void turn() {
            if (coming != null && coming.settled()
                && (shown == null || !coming.plugIn().isAside())) {
                shown = coming;
                coming = null;
                away = false;
            }
        }

        Snapshot.Folding folding(Projection projection) {
            if (coming != null && !coming.plugIn().isAside()) {
                return Snapshot.Folding.RUNNING;
            }
            if (away) {
                return Snapshot.Folding.AWAY;
            }
            return coming != null || projection.plugIn().isAside() ? Snapshot.Folding.FAULTY
                : Snapshot.Folding.COMPLETE;
        }

        List<Projection> live() {
            List<Projection> list = new ArrayList<>(2);
            if (shown != null && !away) {
                list.add(shown);
            }
            if (coming != null) {
                list.add(coming);
            }
            return list;
        }
    }

    /** Projections that start anew each time. */
    public Projections(Graph graph, Events events) {
        this(graph, events, Nowhere.CHECKPOINT, Since.NONE);
    }

    /**
     * Projections that start from what was saved, where that fits.
     *
     * @param since what came since
     */
    public Projections(Graph graph, Events events, Checkpoint checkpoint, Since since) {
        this.graph = graph;
        this.events = events;
        this.checkpoint = checkpoint;
        this.since = since;
    }

    /** What the projections in a checkpoint cover. */
    public static List<Cover> covers(Checkpoint checkpoint) {
        return Shelf.covers(checkpoint);
    }

    /**
     * Puts what changed into the checkpoint; the caller commits it.
     *
     * @param cover the sealed blocks that are held
     */
    public void save(Cover cover) {
        live().forEach(projection -> projection.save(cover));
    }

    /** How many documents are not in the checkpoint as they are here. */
    public int unsaved() {
        return live().stream().mapToInt(Projection::unsaved).sum();
    }

    /**
     * Starts to fold with a reducer.
     *
     * @param held all places whose events are held, sealed or open
     */
    public void install(Reducer reducer, Collection<Place> held) {
        Projection projection = new Projection(reducer, graph, events, held,
            checkpoint, since);
        Slot slot = slots.computeIfAbsent(projection.plugIn().name(), n -> new Slot());
        slot.coming = projection;
        slot.turn();
    }

    /** A reducer has left; the same object that was installed. */
    public void remove(Reducer reducer, long nowMillis) {
        for (Slot slot : slots.values()) {
            if (slot.coming != null && slot.coming.plugIn().is(reducer)) {
                slot.coming = null;
                slot.awaySinceMillis = nowMillis;
            }
            if (slot.shown != null && slot.shown.plugIn().is(reducer) && !slot.away) {
                slot.away = true;
                slot.awaySinceMillis = nowMillis;
            }
        }
        slots.values().removeIf(slot -> slot.shown == null && slot.coming == null);
    }

    /** Blocks that were added to the graph, and blocks that moved because of them. */
    public void changed(Collection<Place> added, Collection<Place> moved) {
        for (Projection projection : live()) {
            added.forEach(projection::add);
            moved.forEach(projection::moved);
        }
    }

    /**
     * Folds an event that is being appended to an open block, unless the block must name more.
     *
     * @return what its context must cover and does not; if none, the event is folded
     */
    public Set<Place> stage(Spot spot, Event event) {
        Set<Place> unseen = new HashSet<>();
        for (Projection projection : live()) {
            unseen.addAll(projection.stage(spot, event));
        }
        return unseen;
    }

    /** Folds an event of an open block. */
    public void add(Spot spot, Event event) {
        live().forEach(projection -> projection.add(spot, event));
    }

    /**
     * Whether an event means the same with its basis as without it: then it need not be written.
     */
    public boolean basisIsAll(Spot spot, Event with, Event without) {
        List<Projection> folding =
            live().stream().filter(projection -> projection.plugIn().folds(with)).toList();
        return !folding.isEmpty()
            && folding.stream().allMatch(p -> p.basisIsAll(spot, with, without));
    }

    public void retract(Place open) {
        live().forEach(projection -> projection.retract(open));
    }

    /** One bounded slice of work; true if nothing is left, and no view has gone. */
    public boolean step(int eventsMax, long nowMillis) {
        int left = eventsMax;
        boolean settled = true;
        for (Slot slot : slots.values()) {
            for (Projection projection : slot.live()) {
                left -= projection.step(Math.max(0, left));
                settled &= projection.settled();
            }
            slot.turn();
        }
        boolean gone = slots.values().removeIf(slot -> slot.away && slot.coming == null
            && nowMillis >= slot.awaySinceMillis + GRACE_MILLIS);
        return settled && !gone;
    }

    public Map<String, Snapshot.View> views() {
        Map<String, Snapshot.View> views = new TreeMap<>();
        slots.forEach((name, slot) -> {
            Projection projection = slot.shown == null ? slot.coming : slot.shown;
            views.put(name, new Snapshot.View(name, projection.plugIn().version(),
                slot.folding(projection), projection.documents()));
        });
        return views;
    }

    /** The kinds that some reducer folds. */
    public Set<Kind> kinds() {
        Set<Kind> kinds = new TreeSet<>();
        live().stream().map(Projection::plugIn).filter(p -> !p.isAside())
            .forEach(p -> kinds.addAll(p.kinds()));
        return kinds;
    }

    /** What people should know: reducers that were set aside. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Projection projection : live()) {
            Optional<String> fault = projection.plugIn().fault();
            fault.ifPresent(what -> problems.add("reducer " + projection.plugIn().name()
                + " was set aside: " + what));
        }
        return problems;
    }

    private List<Projection> live() {
        List<Projection> list = new ArrayList<>();
        slots.values().forEach(slot -> list.addAll(slot.live()));
        return list;
    }
}
