// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cairnmesh.api.event.FeedId;

/** Which blocks name which in their contexts, and the entries that name no held block. */
final class Names {
    private final Map<Named, List<Place>> namers = new HashMap<>();
    private final TreeMap<Entry, List<Place>> missing = new TreeMap<>();

    private record Named(FeedId feed, long number) { }

    /** A block names these; what each entry points to is set by {@link #point}. */
    void add(Place place) {
        for (int i = 0; i < place.context.size(); i++) {
            Entry entry = place.context.get(i);
            namers.computeIfAbsent(new Named(entry.feed(), entry.number()),
                n -> new ArrayList<>(1)).add(place);
            missing.computeIfAbsent(entry, e -> new ArrayList<>(1)).add(place);
        }
    }

    /** A block counts no more, and so names nothing. */
    void remove(Place place) {
        for (int i = 0; i < place.context.size(); i++) {
            Entry entry = place.context.get(i);
            point(place, i, null);
            take(missing, entry, place);
            take(namers, new Named(entry.feed(), entry.number()), place);
        }
    }

    /** Sets what an entry of a block stands for, or null if it names nothing that is held. */
    void point(Place place, int entry, Place target) {
        Place before = place.named[entry];
        if (before != null) {
            before.users.remove(place);
        }
        place.named[entry] = target;
        if (target != null) {
            target.users.add(place);
        }
        if (before == null && target != null) {
            take(missing, place.context.get(entry), place);
        } else if (before != null && target == null) {
            missing.computeIfAbsent(place.context.get(entry), e -> new ArrayList<>(1)).add(place);
        }
    }

    private static <K> void take(Map<K, List<Place>> from, K key, Place place) {
        List<Place> list = from.get(key);
        if (list != null && list.remove(place) && list.isEmpty()) {
            from.remove(key);
        }
    }

    /** The blocks that name a block of this number of a feed. */
    List<Place> of(FeedId feed, long number) {
        return namers.getOrDefault(new Named(feed, number), List.of());
    }

    /** The entries that name no held block, and the blocks that they stand in. */
    SortedMap<Entry, List<Place>> missing() {
        return Collections.unmodifiableSortedMap(missing);
    }
}
