// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/**
 * What one reducer has folded. It starts from what the checkpoint holds of it, if that fits the
 * log. A history that it has not met yet is folded in slices; events that arrive meanwhile take
 * their place in the order at once. A reducer that throws is set aside: from then on nothing of it
 * is called.
 */
final class Projection {
    /** How many things have their state at hand as it was folded; of others it is encoded. */
    private static final int OPEN_MAX = 256;

    private final PlugIn plugIn;
    private final Graph graph;
    private final Events events;
    private final Shelf shelf;
    private final Map<Key, Thing> things = new HashMap<>();
    private final Set<Key> dirty = new LinkedHashSet<>();
    /** The things whose document is not shown yet. */
    private final Set<Key> unshown = new LinkedHashSet<>();
    private final Set<Key> changed = new LinkedHashSet<>();
    private final Map<Key, Thing> open = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Thing> eldest) {
            return size() > OPEN_MAX && pack(eldest.getValue());
        }
    };
    /** Blocks of which events are here that have moved since the checkpoint. */
    private final Deque<Place> movedSince = new ArrayDeque<>();
    private final Deque<Place> history = new ArrayDeque<>();
    private SortedTree<Key, Document> documents = SortedTree.empty();

    /**
     * @param held  all places whose events are held, sealed or open
     * @param since what came since the checkpoint
     */
    Projection(Reducer reducer, Graph graph, Events events, Collection<Place> held,
               Checkpoint checkpoint, Since since) {
        this.plugIn = new PlugIn(reducer);
        this.graph = graph;
        this.events = events;
        this.shelf = new Shelf(checkpoint, plugIn.name(), plugIn.version());
        int from = restore(since);
        held.stream().filter(place -> !place.sealed() || place.arrival() >= from)
            .sorted(Place.ORDER).forEach(history::add);
    }

    /** Starts from what is kept; answers how many of the first blocks that covers. */
    private int restore(Since since) {
        Optional<Cover> cover = plugIn.isAside() ? Optional.empty() : shelf.cover();
        Optional<Collection<Place>> moved = cover.flatMap(since::moved);
        if (moved.isPresent() && shelf.read(graph, cover.get(), this::restore)) {
            movedSince.addAll(moved.get());
            return cover.get().blocks();
        }
        if (cover.isPresent()) {
            since.unfit(plugIn.name());
        }
        shelf.clear();
        things.clear();
        dirty.clear();
        documents = SortedTree.empty();
        return 0;
    }

    private void restore(Key key, Thing thing, Document shown) {
        things.put(key, thing);
        if (thing.dirty) {
            dirty.add(key);
        }
        if (!shown.isEmpty()) {
            documents = documents.put(key, shown);
        }
    }

    /**
     * Puts what changed into the checkpoint.
     *
     * @param cover the sealed blocks that are held
     */
    void save(Cover cover) {
        if (plugIn.isAside()) {
            shelf.uncover();
            return;
        }
        showAll();
        List<Key> keys = List.copyOf(changed);
        changed.clear();
        for (Key key : keys) {
            Thing thing = things.get(key);
            thing.state = thing.state.map(plugIn::packed);
            shelf.put(key, thing, documents.get(key).orElse(Document.EMPTY));
            if (thing.changed) {
                changed.add(key);
            } else {
                thing.state = Optional.empty();
            }
        }
        open.clear();
        if (settled() && !plugIn.isAside()) {
            shelf.covers(cover);
        } else {
            shelf.uncover();
        }
    }

    /** How many things are not in the checkpoint as they are here. */
    int unsaved() {
        return changed.size();
    }

    /** Keeps the state of a thing in its smallest form, or not at all if the checkpoint has it. */
    private boolean pack(Thing thing) {
        thing.state = thing.changed ? thing.state.map(plugIn::packed) : Optional.empty();
        return true;
    }

    /** The reducer, of which some is known and whose faults end here. */
    PlugIn plugIn() {
        return plugIn;
    }

    SortedTree<Key, Document> documents() {
        showAll();
        return documents;
    }

    /** Whether all that it was given is folded. */
    boolean settled() {
        return plugIn.isAside()
            || history.isEmpty() && dirty.isEmpty() && movedSince.isEmpty();
    }

    /** The events of a block that was added. */
    void add(Place place) {
        int index = 0;
        for (Event event : events.of(place)) {
            add(new Spot(place, index++), event);
        }
    }

    void add(Spot spot, Event event) {
        if (!plugIn.folds(event)) {
            return;
        }
        plugIn.key(event).ifPresent(key -> {
            Thing thing = things.computeIfAbsent(key, k -> new Thing());
            boolean next = !thing.dirty && thing.isLast(spot)
                && graph.locate(event.id()).size() == 1 && atHand(key, thing);
            thing.insert(spot);
            if (next) {
                fold(thing, spot, event);
                folded(key, thing);
            } else {
                soil(key, thing);
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
        if (!plugIn.folds(event)) {
            return unseen;
        }
        plugIn.key(event).ifPresent(key -> {
            Thing thing = things.computeIfAbsent(key, k -> new Thing());
            settle(key, thing);
            Sight sight = Sight.now(graph, events, spot, event);
            Document before = thing.state.orElseThrow();
            Document after = plugIn.fold(before, event, sight);
            for (Place place : sight.asked()) {
                if (place != spot.place() && !graph.saw(spot.place(), place)) {
                    unseen.add(place);
                }
            }
            if (unseen.isEmpty() && thing.isLast(spot)) {
                thing.insert(spot);
                thing.state = Optional.of(after);
                folded(key, thing);
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
        Optional<Key> key = plugIn.folds(with) && history.isEmpty() && movedSince.isEmpty()
            ? plugIn.key(with) : Optional.empty();
        if (key.isEmpty()) {
            return false;
        }
        Thing thing = things.computeIfAbsent(key.get(), k -> new Thing());
        settle(key.get(), thing);
        Document before = thing.state.orElseThrow();
        Document one = plugIn.fold(before, with, Sight.now(graph, events, spot, with));
        Document two = plugIn.fold(before, without, Sight.now(graph, events, spot, without));
        return !plugIn.isAside() && one.equals(two);
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
            if (plugIn.folds(event)) {
                plugIn.key(event).filter(things::containsKey)
                    .ifPresent(key -> soil(key, things.get(key)));
            }
        }
    }

    /** Forgets the events of a block that is open no more and was not sealed. */
    void retract(Place place) {
        history.remove(place);
        for (Event event : events.of(place)) {
            if (plugIn.folds(event)) {
                plugIn.key(event).filter(things::containsKey).ifPresent(key -> {
                    things.get(key).retract(place);
                    soil(key, things.get(key));
                });
            }
        }
    }

    /** Folds about so many events of what is left; answers how many it folded. */
    int step(int events) {
        int done = 0;
        while (done < events && !settled()) {
            if (!movedSince.isEmpty()) {
                Place place = movedSince.poll();
                moved(place);
                done += place.events() + 1;
            } else if (dirty.isEmpty()) {
                Place place = history.poll();
                add(place);
                done += place.events() + 1;
            } else {
                Key key = dirty.iterator().next();
                Thing thing = things.get(key);
                done += thing.size() + 1;
                settle(key, thing);
            }
        }
        showAll();
        return done;
    }

    /** Has the state of a thing here, folded anew if it must be. */
    private void settle(Key key, Thing thing) {
        dirty.remove(key);
        if (!thing.dirty && atHand(key, thing)) {
            return;
        }
        thing.dirty = false;
        thing.sort();
        thing.state = Optional.of(Document.EMPTY);
        Set<Event> folded = new HashSet<>();
        for (int i = 0; i < thing.size(); i++) {
            Spot spot = thing.spot(i);
            Event event = events.at(spot.place(), spot.index());
            if (graph.locate(event.id()).size() == 1 || folded.add(event)) {
                fold(thing, spot, event);
            }
        }
        folded(key, thing);
    }

    /** Whether the state of a thing is here, if need be read from where it is kept. */
    private boolean atHand(Key key, Thing thing) {
        if (thing.state.isEmpty()) {
            thing.state = shelf.state(key, thing);
            open.put(key, thing);
        }
        return thing.state.isPresent();
    }

    private void fold(Thing thing, Spot spot, Event event) {
        Document before = thing.state.orElseThrow();
        thing.state =
            Optional.of(plugIn.fold(before, event, Sight.of(graph, events, spot, event)));
    }

    private void folded(Key key, Thing thing) {
        change(key, thing);
        open.put(key, thing);
        unshown.add(key);
    }

    /** The document of a thing no longer follows from its events. */
    private void soil(Key key, Thing thing) {
        change(key, thing);
        thing.dirty = true;
        dirty.add(key);
    }

    private void change(Key key, Thing thing) {
        thing.changed = true;
        changed.add(key);
    }

    /** Once a slice, not once an event: most events are followed by others of their thing. */
    private void showAll() {
        for (Key key : unshown) {
            if (plugIn.isAside()) {
                break;
            }
            Document state = things.get(key).state.orElseThrow();
            Document shown = plugIn.view(state);
            documents = shown.isEmpty() ? documents.remove(key) : documents.put(key, shown);
        }
        unshown.clear();
    }
}
