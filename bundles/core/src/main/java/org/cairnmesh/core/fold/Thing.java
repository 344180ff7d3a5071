// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Place;

/** The events of one key in their total order, and the document that they fold into. */
final class Thing {
    final List<Spot> spots = new ArrayList<>(2);
    Document state = Document.EMPTY;
    /** Whether the document no longer follows from the events. */
    boolean dirty;

    /** Whether an event at this spot comes after all others. */
    boolean isLast(Spot spot) {
        return spots.isEmpty() || spots.get(spots.size() - 1).compareTo(spot) < 0;
    }

    void insert(Spot spot) {
        int at = isLast(spot) ? spots.size() : -1 - Collections.binarySearch(spots, spot);
        if (at >= 0) {
            spots.add(at, spot);
        }
    }

    /** Puts the events in order; one that was inserted out of order may stand there twice. */
    void sort() {
        List<Spot> all = List.copyOf(spots);
        spots.clear();
        all.stream().sorted().distinct().forEach(spots::add);
    }

    void retract(Place place) {
        spots.removeIf(spot -> spot.place() == place);
        dirty = true;
    }
}
