// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.subscribe;

import java.util.List;
import org.cairnmesh.api.event.Event;

/**
 * Events that arrived one after the other.
 *
 * @param next where the next change starts: what {@link Subscriber#from} answers once these events
 *             have been dealt with
 */
public record Change(List<Event> events, Cursor next) {
    public Change {
        events = List.copyOf(events);
    }
}
