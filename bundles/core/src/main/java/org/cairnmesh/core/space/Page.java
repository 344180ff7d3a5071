// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;

/**
 * A block of a roster feed: what the {@link Charter} needs of it.
 *
 * @param founding present exactly for number 1
 * @param acts     in the order of its events; what is no act is left out
 */
public record Page(FeedId feed, long number, BlockId id, BlockId previous,
                   Optional<Founding> founding, long timeMillis, List<Act> acts) {
    public Page {
        acts = List.copyOf(acts);
    }

    /** The page that an admitted block is. */
    public static Page of(Header header, BlockId id, List<Event> events) {
        return new Page(header.feed(), header.number(), id, header.previous(), header.founding(),
            header.timeMillis(), events.stream().flatMap(e -> Act.of(e).stream()).toList());
    }
}
