// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;

/** Where the events of an id stand. */
final class Origins {
    private final Map<Bytes, TreeMap<Long, List<Place>>> origins = new HashMap<>();

    void add(Place place) {
        origins.computeIfAbsent(place.origin(), o -> new TreeMap<>())
            .computeIfAbsent(place.first(), f -> new ArrayList<>(1)).add(place);
    }

    void remove(Place place) {
        origins.get(place.origin()).get(place.first()).remove(place);
    }

    List<Graph.Spot> locate(EventId id) {
        List<Graph.Spot> spots = new ArrayList<>(1);
        TreeMap<Long, List<Place>> blocks = origins.get(id.origin());
        if (blocks != null) {
            blocks.subMap(id.number() - Limits.BLOCK_EVENTS_MAX, true, id.number(), true)
                .values().forEach(list -> list.forEach(place -> {
                    if (id.number() < place.first() + place.events) {
                        spots.add(new Graph.Spot(place, (int) (id.number() - place.first())));
                    }
                }));
        }
        return spots;
    }
}
