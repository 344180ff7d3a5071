// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Verdict;

/** What a session knows of its own box and does to it; the engine provides it, on its thread. */
public interface Local {
    SpaceId space();

    DeviceId device();

    /** The box's clock, as wrong as it is. */
    long clockMillis();

    /** Every block that is held; only read. */
    Graph graph();

    /** The feeds that are shared. */
    Roster roster();

    /** Changes whenever what was refused may be admitted now. */
    default long era() {
        return 0;
    }

    /** The bytes of a block that is held. */
    Block block(Place place);

    /** Another box is there that holds something else: staged events are sealed now. */
    void contact();

    /** A block will be judged soon: its signature may be verified meanwhile, elsewhere. */
    default void expect(Bytes signingKey, Block block) { }

    /** Whether envelopes of a held block are not here: another copy of it may bring them. */
    default boolean lacks(Place place) {
        return false;
    }

    /** Judges a block and, if it is admissible, adds it. */
    Verdict admit(Block block);

    /** Counts a frame that was refused. */
    void refused(Refusal reason);
}
