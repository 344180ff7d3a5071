// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/** Which blocks count under the rules, and those that are kept in the log but do not. */
final class Ruled {
    private final Map<BlockId, Place> places;
    /** What is in the log and does not count. */
    private final Map<BlockId, Place> aside = new HashMap<>();
    private final Map<FeedId, List<Kept>> kept = new HashMap<>();
    private Rules rules = Rules.NONE;

    /** @param places the blocks that count, by id; as the graph keeps them */
    Ruled(Map<BlockId, Place> places) {
        this.places = places;
    }

    Rules rules() {
        return rules;
    }

    /** Changes the rules; answers the feeds of which something else may count now. */
    Set<FeedId> change(Rules next) {
        Set<FeedId> feeds = new TreeSet<>();
        differing(rules.cuts(), next.cuts(), feeds);
        differing(rules.resolved(), next.resolved(), feeds);
        rules = next;
        kept.clear();
        for (Map<FeedId, List<Rules.Head>> each : List.of(next.cuts(), next.resolved())) {
            each.forEach((feed, heads) -> kept.computeIfAbsent(feed, f -> new ArrayList<>(1))
                .add(new Kept(heads, this::known)));
        }
        return feeds;
    }

    static <T> void differing(Map<FeedId, T> before, Map<FeedId, T> after, Set<FeedId> feeds) {
        Set<FeedId> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        all.stream().filter(f -> !Optional.ofNullable(before.get(f))
            .equals(Optional.ofNullable(after.get(f)))).forEach(feeds::add);
    }

    /** A block that is in the log, whether it counts or not. */
    Optional<Place> known(BlockId id) {
        return Optional.ofNullable(places.getOrDefault(id, aside.get(id)));
    }

    private List<Kept> of(FeedId feed) {
        return kept.getOrDefault(feed, List.of());
    }

    /** Notes a block; answers whether others may count no more because of it. */
    boolean came(Place place) {
        aside.put(place.id(), place);
        List<Kept> named = of(place.feed()).stream().filter(k -> k.names(place.id())).toList();
        named.forEach(k -> k.refresh(this::known));
        return !named.isEmpty();
    }

    boolean counts(Place place) {
        return of(place.feed()).stream().allMatch(k -> k.counts(place));
    }

    /** Whether a block that is not held would count. */
    boolean wouldCount(FeedId feed, long number, BlockId id) {
        return !aside.containsKey(id)
            && of(feed).stream().allMatch(k -> k.wouldCount(number, id));
    }

    /** Whether blocks of a feed that are not held may count. */
    boolean awaits(FeedId feed) {
        return of(feed).stream().allMatch(Kept::awaits);
    }

    /** Moves a block to those that do not count. */
    void putAside(Place place) {
        place.counts = false;
        places.remove(place.id());
        aside.put(place.id(), place);
    }

    /** Moves a block to those that count. */
    void takeBack(Place place) {
        place.counts = true;
        aside.remove(place.id());
        places.put(place.id(), place);
    }

    /** The blocks of a feed that do not count, the lowest first. */
    List<Place> aside(FeedId feed) {
        return aside.values().stream().filter(place -> place.feed().equals(feed))
            .sorted(Comparator.comparingLong(Place::number).thenComparing(Place::id)).toList();
    }
}
