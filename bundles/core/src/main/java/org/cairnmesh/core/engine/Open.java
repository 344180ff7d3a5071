// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;

/** The block that the staged events will be sealed into. */
final class Open {
    final Place place;
    /** Of the feed, if this is its first block. */
    final Optional<Founding> founding;
    final List<Event> events = new ArrayList<>();
    /** What its body goes on from. */
    final History history;
    /** What its context names. */
    final Set<Place> context = new LinkedHashSet<>();
    /** The blocks of the values that its events replaced. */
    final Set<Place> replaced = new LinkedHashSet<>();

    /** How the events that have sensitive values are parted. */
    private final Map<EventId, Enclosed> enclosed;
    private BodyWriter writer;

    Open(Place place, Optional<Founding> founding, History history,
         Map<EventId, Enclosed> enclosed) {
        this.place = place;
        this.founding = founding;
        this.history = history;
        this.enclosed = enclosed;
        this.writer = new BodyWriter(history);
    }

    /** The body with the events as they are; made anew if one was taken out or changed. */
    BodyWriter writer() {
        int count = events.size();
        if (count > 0 && !writer.endsWith(body(events.get(count - 1)), count)) {
            if (count == 1 || !writer.endsWith(body(events.get(count - 2)), count - 1)) {
                writer = new BodyWriter(history,
                    events.subList(0, count - 1).stream().map(this::body).toList());
            }
            writer.add(body(events.get(count - 1)));
        }
        return writer;
    }

    /** What of an event stands in the body. */
    private Event body(Event event) {
        Enclosed parted = enclosed.get(event.id());
        return parted == null ? event : parted.body();
    }

    /** The envelopes of the events as they are. */
    List<Sealer.Enclosed> envelopes() {
        List<Sealer.Enclosed> envelopes = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Enclosed parted = enclosed.get(events.get(i).id());
            if (parted != null) {
                envelopes.add(new Sealer.Enclosed(i, parted.packed()));
            }
        }
        return envelopes;
    }

    /** Whether the envelopes of the events and of one more are not too many. */
    boolean envelopesFit(Event event) {
        return !enclosed.containsKey(event.id()) || envelopes().size() < Limits.ENVELOPES_MAX;
    }

    /** The size in bytes of the body and the envelopes with one event more. */
    int sizeWith(Event event, boolean encrypted) {
        BodyWriter with = writer();
        with.add(body(event));
        if (with.full() || enclosed.isEmpty()) {
            return with.size();
        }
        return with.size() + Stream.concat(events.stream(), Stream.of(event))
            .flatMap(each -> Optional.ofNullable(enclosed.get(each.id())).stream())
            .mapToInt(parted -> parted.cost(encrypted)).sum();
    }
}
