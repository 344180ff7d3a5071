// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;

/**
 * An event that someone wants to append.
 *
 * @param by       a person's name or token; may be empty
 * @param atMillis when it happened; the box's clock if absent
 * @param token    names the draft, so that a repeated one is appended once; empty for none
 * @param basis    the values that the user was shown, if that was not just now
 * @param urgent   sealed and offered to other boxes at once
 * @param sensitive overlaid on the payload, table by table, when the event is folded; kept and sent
 *                 apart from it, so that it can be erased later. Empty if nothing is sensitive
 */
public record Draft(Kind kind, Item.Table payload, String by, OptionalLong atMillis, String token,
                    Optional<List<EventId>> basis, boolean urgent, Item.Table sensitive) {
    public Draft {
        basis = basis.map(List::copyOf);
    }

    public static Draft of(Kind kind, Item.Table payload, String by) {
        return new Draft(kind, payload, by, OptionalLong.empty(), "", Optional.empty(), false,
            Item.Table.EMPTY);
    }

    public Draft withToken(String name) {
        return new Draft(kind, payload, by, atMillis, name, basis, urgent, sensitive);
    }

    public Draft withBasis(List<EventId> shown) {
        return new Draft(kind, payload, by, atMillis, token, Optional.of(shown), urgent, sensitive);
    }

    public Draft withTime(long millis) {
        return new Draft(kind, payload, by, OptionalLong.of(millis), token, basis, urgent,
            sensitive);
    }

    public Draft withUrgency() {
        return new Draft(kind, payload, by, atMillis, token, basis, true, sensitive);
    }

    /** The same draft, of which these values are sensitive. */
    public Draft withSensitive(Item.Table values) {
        return new Draft(kind, payload, by, atMillis, token, basis, urgent, values);
    }
}
