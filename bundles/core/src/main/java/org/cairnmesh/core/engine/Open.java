// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Place;

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

    private BodyWriter writer;

    Open(Place place, Optional<Founding> founding, History history) {
        this.place = place;
        this.founding = founding;
        this.history = history;
        this.writer = new BodyWriter(history);
    }

    /** The body with the events as they are; made anew if one was taken out or changed. */
    BodyWriter writer() {
        int count = events.size();
        if (count > 0 && !writer.endsWith(events.get(count - 1), count)) {
            if (count == 1 || !writer.endsWith(events.get(count - 2), count - 1)) {
                writer = new BodyWriter(history, events.subList(0, count - 1));
            }
            writer.add(events.get(count - 1));
        }
        return writer;
    }

    /** The size in bytes of the body with one event more. */
    int sizeWith(Event event) {
        BodyWriter with = writer();
        with.add(event);
        return with.size();
    }
}
