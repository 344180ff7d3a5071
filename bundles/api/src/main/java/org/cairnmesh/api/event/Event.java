// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Item;

/**
 * An immutable fact.
 *
 * @param id      known when the event is appended
 * @param kind    decides which reducer folds it
 * @param payload what the kind defines
 * @param by      a person's name or token; may be empty
 * @param atMillis when it happened by the author's clock, milliseconds since 1970, below 2^48
 * @param basis   if present, the only events of its field that the author was shown: a form that
 *                was opened early has seen these and no others
 */
public record Event(EventId id, Kind kind, Item.Table payload, String by, long atMillis,
                    Optional<List<EventId>> basis) {
    public Event {
        if (atMillis < 0 || atMillis >= Limits.TIME_MILLIS_MAX) {
            throw new IllegalArgumentException("time out of range: " + atMillis);
        }
        basis = basis.map(List::copyOf);
    }
}
