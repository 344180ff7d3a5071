// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/**
 * What the author of one event had seen. An event with a basis has seen only that. An event that is
 * just being appended has seen all that is held; what the reducer asked about then is remembered,
 * because its block must name it.
 */
final class Sight implements Causality {
    private final Graph graph;
    private final Events events;
    private final Spot spot;
    private final Event event;
    private final Set<Place> asked;

    private Sight(Graph graph, Events events, Spot spot, Event event, Set<Place> asked) {
        this.graph = graph;
        this.events = events;
        this.spot = spot;
        this.event = event;
        this.asked = asked;
    }

    /** Of an event that stands in the graph. */
    static Sight of(Graph graph, Events events, Spot spot, Event event) {
        return new Sight(graph, events, spot, event, null);
    }

    /** Of an event that is being appended now. */
    static Sight now(Graph graph, Events events, Spot spot, Event event) {
        return new Sight(graph, events, spot, event, new HashSet<>());
    }

    /** The blocks that the event must be seen to have seen; only of an event appended now. */
    Set<Place> asked() {
        return Collections.unmodifiableSet(asked);
    }

    @Override
    public boolean saw(EventId earlier) {
        if (event.basis().isPresent()) {
            return event.basis().get().contains(earlier);
        }
        List<Spot> spots = graph.locate(earlier);
        if (asked != null) {
            spots.forEach(held -> asked.add(held.place()));
            return !spots.isEmpty();
        }
        return !spots.isEmpty() && spots.stream().allMatch(this::saw);
    }

    private boolean saw(Spot earlier) {
        return earlier.place() == spot.place() ? earlier.index() < spot.index()
            : graph.saw(spot.place(), earlier.place());
    }

    @Override
    public int precedence(EventId a, EventId b) {
        List<Spot> spotsA = graph.locate(a);
        List<Spot> spotsB = graph.locate(b);
        if (spotsA.isEmpty() || spotsB.isEmpty()) {
            return spotsA.size() != spotsB.size()
                ? Integer.compare(spotsA.size(), spotsB.size()) : a.compareTo(b);
        }
        return precedence(Collections.min(spotsA), Collections.min(spotsB));
    }

    private int precedence(Spot a, Spot b) {
        int order = Long.compare(at(a), at(b));
        if (order == 0) {
            order = a.place().feed().compareTo(b.place().feed());
        }
        if (order == 0) {
            order = Long.compare(a.place().number(), b.place().number());
        }
        if (order == 0) {
            order = a.place().id().compareTo(b.place().id());
        }
        return order != 0 ? order : Integer.compare(a.index(), b.index());
    }

    private long at(Spot at) {
        return at.place().corrected(events.at(at.place(), at.index()).atMillis());
    }

    @Override
    public DeviceId device() {
        return spot.place().author().device();
    }

    @Override
    public String box() {
        return spot.place().author().box();
    }
}
