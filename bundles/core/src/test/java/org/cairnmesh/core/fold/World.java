// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer.Sealed;

/** A graph with its events in memory, and the projections of it. */
final class World implements Events {
    final Graph graph = new Graph();
    final Projections projections = new Projections(graph, this);
    final Map<Place, List<Event>> events = new HashMap<>();
    RuntimeException fault;

    @Override
    public List<Event> of(Place place) {
        if (fault != null) {
            throw fault;
        }
        return events.get(place);
    }

    void install(Reducer reducer) {
        projections.install(reducer, graph.places());
    }

    /** Adds a block that holds these events. */
    Place add(Sealed sealed, Event... held) {
        Set<Place> moved = new HashSet<>(graph.add(sealed.header(), sealed.block().id()));
        Place place = graph.get(sealed.block().id()).orElseThrow();
        moved.remove(place);
        events.put(place, List.of(held));
        projections.changed(List.of(place), moved);
        return place;
    }

    /** An open place behind nothing that names these. */
    Place open(Pen pen, Place... context) {
        Place open = graph.open(pen.feed(), Optional.empty(),
            org.cairnmesh.core.feed.Author.of(pen.identity, "box"), pen.start, 0, Pen.NOON);
        graph.extend(open, List.of(context), 0);
        events.put(open, new ArrayList<>());
        return open;
    }

    /** Stages an event into an open place; answers what its context would have to cover. */
    Set<Place> stage(Place open, List<Place> context, Event event) {
        events.get(open).add(event);
        graph.extend(open, context, events.get(open).size());
        return projections.stage(new Graph.Spot(open, events.get(open).size() - 1), event);
    }

    void settle() {
        while (!projections.step(1_000, 0)) {
            continue;
        }
    }

    SortedTree<Key, Document> shown() {
        return projections.views().get(Registers.NAME).documents();
    }

    List<String> values(String key) {
        return Registers.values(shown(), key);
    }

    /** One block that sets one key. */
    static Write write(Pen pen, Optional<Sealed> previous, long time, String key, String value,
                       Entry... context) {
        Event event = pen.event(Registers.SET, Registers.payload(key, value));
        return new Write(pen.block(previous, time, List.of(context), List.of(event)), event);
    }

    record Write(Sealed sealed, Event event) {
        Place addTo(World world) {
            return world.add(sealed, event);
        }

        Entry named() {
            return Pen.naming(sealed);
        }
    }
}
