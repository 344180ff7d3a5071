// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/**
 * What one reducer has folded. A history that it has not met yet is folded in slices; events that
 * arrive meanwhile take their place in the order at once. A reducer that throws is set aside: from
 * then on nothing of it is called.
 */
final class Projection {
    private final Reducer reducer;
    private final Graph graph;
    private final Events events;
    private final String name;
    private final int version;
    private final Set<Kind> kinds;
    private final Map<Key, Thing> things = new HashMap<>();
    private final Set<Key> dirty = new LinkedHashSet<>();
    private final Deque<Place> history;
    private SortedTree<Key, Document> documents = SortedTree.empty();
    private Optional<String> fault = Optional.empty();

    Projection(Reducer reducer, Graph graph, Events events, Collection<Place> history) {
        this.reducer = reducer;
        this.graph = graph;
        this.events = events;
        List<Place> inOrder = new ArrayList<>(history);
        inOrder.sort(Place.ORDER);
        this.history = new ArrayDeque<>(inOrder);
        this.name = guarded(reducer::name, "");
        this.version = guarded(reducer::version, 0);
        this.kinds = guarded(() -> Set.copyOf(reducer.kinds()), Set.of());
    }

    Reducer reducer() {
        return reducer;
    }

    String name() {
        return name;
    }

    int version() {
        return version;
    }

    Set<Kind> kinds() {
        return kinds;
    }

    SortedTree<Key, Document> documents() {
        return documents;
    }

    /** What the reducer threw, if it was set aside. */
    Optional<String> fault() {
        return fault;
    }

    /** Whether all that it was given is folded. */
    boolean settled() {
        return fault.isPresent() || history.isEmpty() && dirty.isEmpty();
    }

    boolean folds(Event event) {
        return fault.isEmpty() && kinds.contains(event.kind());
    }

    /** The events of a block that was added. */
    void add(Place place) {
        int index = 0;
        for (Event event : events.of(place)) {
            add(new Spot(place, index++), event);
        }
    }

    void add(Spot spot, Event event) {
        if (!folds(event)) {
            return;
        }
        keyOf(event).ifPresent(key -> {
            Thing thing = things.computeIfAbsent(key, k -> new Thing());
            boolean next = !thing.dirty && thing.isLast(spot)
                && graph.locate(event.id()).size() == 1;
            thing.insert(spot);
            if (next) {
                fold(thing, spot, event);
                show(key, thing);
            } else {
                thing.dirty = true;
                dirty.add(key);
            }
        });
    }

    /**
     * Folds an event that is being appended, unless its block has to name more than it does.
     *
     * @return the blocks that it must be seen to have seen, and is not; if none, it is folded
     */
    Set<Place> stage(Spot spot, Event event) {
        Set<Place> unseen = new HashSet<>();
        if (!folds(event)) {
            return unseen;
        }
        keyOf(event).ifPresent(key -> {
            Thing thing = things.computeIfAbsent(key, k -> new Thing());
            settle(key, thing);
            Sight sight = Sight.now(graph, events, spot, event);
            Document folded = guarded(() -> reducer.fold(thing.state, event, sight), thing.state);
            for (Place place : sight.asked()) {
                if (place != spot.place() && !graph.saw(spot.place(), place)) {
                    unseen.add(place);
                }
            }
            if (unseen.isEmpty() && thing.isLast(spot)) {
                thing.insert(spot);
                thing.state = folded;
                show(key, thing);
            } else if (unseen.isEmpty()) {
                add(spot, event);
            }
        });
        return unseen;
    }

    /**
     * Whether an event means the same with its basis as if its author had seen all that is held;
     * while the history is not folded nobody can tell.
     */
    boolean basisIsAll(Spot spot, Event with, Event without) {
        Optional<Key> key = folds(with) && history.isEmpty() ? keyOf(with) : Optional.empty();
        if (key.isEmpty()) {
            return false;
        }
        Thing thing = things.computeIfAbsent(key.get(), k -> new Thing());
        settle(key.get(), thing);
        return guarded(() -> reducer.fold(thing.state, with, Sight.now(graph, events, spot, with))
            .equals(reducer.fold(thing.state, without,
                Sight.now(graph, events, spot, without))), false);
    }

    /**
     * Blocks that stand elsewhere in the order now, whose authors have seen more or less, or that
     * count no more.
     */
    void moved(Place place) {
        if (!place.counts()) {
            retract(place);
            return;
        }
        for (Event event : events.of(place)) {
            if (folds(event)) {
                keyOf(event).filter(things::containsKey).ifPresent(key -> {
                    things.get(key).dirty = true;
                    dirty.add(key);
                });
            }
        }
    }

    /** Forgets the events of a block that is open no more and was not sealed. */
    void retract(Place place) {
        history.remove(place);
        for (Event event : events.of(place)) {
            if (folds(event)) {
                keyOf(event).filter(things::containsKey).ifPresent(key -> {
                    things.get(key).retract(place);
                    dirty.add(key);
                });
            }
        }
    }

    /** Folds about so many events of what is left; answers how many it folded. */
    int step(int events) {
        int done = 0;
        while (done < events && !settled()) {
            if (dirty.isEmpty()) {
                Place place = history.poll();
                add(place);
                done += place.events() + 1;
            } else {
                Key key = dirty.iterator().next();
                Thing thing = things.get(key);
                done += thing.spots.size() + 1;
                settle(key, thing);
            }
        }
        return done;
    }

    private void settle(Key key, Thing thing) {
        dirty.remove(key);
        if (!thing.dirty) {
            return;
        }
        thing.dirty = false;
        thing.sort();
        thing.state = Document.EMPTY;
        Set<Event> folded = new HashSet<>();
        for (Spot spot : thing.spots) {
            Event event = events.at(spot.place(), spot.index());
            if (graph.locate(event.id()).size() == 1 || folded.add(event)) {
                fold(thing, spot, event);
            }
        }
        show(key, thing);
    }

    private void fold(Thing thing, Spot spot, Event event) {
        thing.state = guarded(() -> reducer.fold(thing.state, event,
            Sight.of(graph, events, spot, event)), thing.state);
    }

    private void show(Key key, Thing thing) {
        Document shown = guarded(() -> reducer.view(thing.state), Document.EMPTY);
        documents = shown.isEmpty() ? documents.remove(key) : documents.put(key, shown);
    }

    private Optional<Key> keyOf(Event event) {
        return guarded(() -> Optional.of(reducer.key(event)), Optional.empty());
    }

    /** Calls a plug-in; what it throws sets it aside, but a lack of memory or of the log. */
    private <T> T guarded(Supplier<T> call, T otherwise) {
        if (fault.isPresent()) {
            return otherwise;
        }
        try {
            T result = call.get();
            if (result == null) {
                throw new IllegalStateException("it answered null");
            }
            return result;
        } catch (OutOfMemoryError | EventLogException e) {
            throw e;
        } catch (Throwable e) {
            fault = Optional.of(e.toString());
            return otherwise;
        }
    }
}
