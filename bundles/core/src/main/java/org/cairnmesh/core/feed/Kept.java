// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.cairnmesh.api.event.BlockId;

/** What of one feed counts under one rule that names heads of it. */
final class Kept {
    private final List<Rules.Head> heads;
    private final Set<Place> under = new HashSet<>();
    /** The greatest number of a head that is not held; 0 if all are. */
    private long openTo;

    Kept(List<Rules.Head> heads, Function<BlockId, Optional<Place>> held) {
        this.heads = heads;
        refresh(held);
    }

    boolean names(BlockId id) {
        return heads.stream().anyMatch(head -> head.id().equals(id));
    }

    /** A named head has come: what is not under any is known now. */
    void refresh(Function<BlockId, Optional<Place>> held) {
        openTo = 0;
        for (Rules.Head head : heads) {
            Optional<Place> place = held.apply(head.id());
            if (place.isEmpty()) {
                openTo = Math.max(openTo, head.number());
            }
            for (Place at = place.orElse(null); at != null && under.add(at);) {
                at = at.before();
            }
        }
    }

    boolean counts(Place place) {
        return place.number() <= openTo || under.contains(place);
    }

    /** Whether a block that is not held would count. */
    boolean wouldCount(long number, BlockId id) {
        return number <= openTo || names(id);
    }

    /** Whether another block of the feed may still count. */
    boolean awaits() {
        return openTo > 0;
    }
}
