// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/** The tips of all feeds that a box holds: one for each feed, several where a feed has forked. */
public record Frontier(Map<FeedId, List<Tip>> tips) {
    public static final Frontier EMPTY = new Frontier(Map.of());

    /** A block that no other held block of its feed follows. */
    public record Tip(long number, BlockId id) implements Comparable<Tip> {
        @Override
        public int compareTo(Tip other) {
            int byNumber = Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : id.compareTo(other.id);
        }
    }

    public Frontier {
        Map<FeedId, List<Tip>> sorted = new TreeMap<>();
        tips.forEach((feed, list) -> sorted.put(feed, list.stream().sorted().toList()));
        tips = Collections.unmodifiableMap(sorted);
    }

    /** The number of a feed's highest tip, 0 if nothing of it is held. */
    public long height(FeedId feed) {
        List<Tip> list = tips.getOrDefault(feed, List.of());
        return list.isEmpty() ? 0 : list.get(list.size() - 1).number();
    }
}
