// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.core.feed.Envelope;

/**
 * A staged event with sensitive values, parted as its block will hold it.
 *
 * @param body   the event without them
 * @param packed its envelope, not sealed
 */
record Enclosed(Event body, Bytes packed) {
    /** What the envelope takes of the room of a block, in bytes. */
    int cost(boolean encrypted) {
        return Envelope.cost(Envelope.keptSize(packed, encrypted));
    }
}
