// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/**
 * A sealed block as the log keeps it: opaque bytes and the facts that place them.
 *
 * @param number   1 for the first block of a feed, then without a gap
 * @param previous {@link BlockId#NONE} for number 1
 * @param events   how many events the block holds
 */
public record Block(BlockId id, FeedId feed, long number, BlockId previous, int events,
                    Bytes header, Bytes body, Bytes signature) {
    public Block {
        if (number < 1 || events < 0 || previous.equals(BlockId.NONE) != (number == 1)) {
            throw new IllegalArgumentException("no block: number " + number);
        }
    }
}
