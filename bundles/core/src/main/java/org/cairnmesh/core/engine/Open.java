// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Place;

/** The block that the staged events will be sealed into. */
final class Open {
    final Place place;
    /** Of the feed, if this is its first block. */
    final Optional<Founding> founding;
    final List<Event> events = new ArrayList<>();
    /** How many bytes a packet has left with them, at the least. */
    int roomBytes;
    /** What its context names. */
    final Set<Place> context = new LinkedHashSet<>();
    /** The blocks of the values that its events replaced. */
    final Set<Place> replaced = new LinkedHashSet<>();

    Open(Place place, Optional<Founding> founding) {
        this.place = place;
        this.founding = founding;
    }
}
