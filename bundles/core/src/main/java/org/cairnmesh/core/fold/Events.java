// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.List;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.core.feed.Place;

/** Where projections get the events of a block: none if its body cannot be read. */
@FunctionalInterface
public interface Events {
    List<Event> of(Place place);

    /** One event of a block. */
    default Event at(Place place, int index) {
        return of(place).get(index);
    }
}
