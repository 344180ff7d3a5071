// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;

/** What a box can make of the body of a block. */
sealed interface Contents {
    /** What counts of it here. */
    default List<Event> events() {
        return List.of();
    }

    record Clear(List<Event> events) implements Contents { }

    /** It counts as empty, for everyone. */
    record Damaged() implements Contents { }

    /** Sealed with a space key that this box does not hold: it is kept and relayed. */
    record Locked(Bytes key) implements Contents { }
}
