// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.ledger;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The blocks of a box, read in slices while it works. Any thread. A stage fails with {@link
 * org.cairnmesh.api.log.EventLogException} if there is no log, or it fails, or too much waits
 * already.
 */
@ProviderType
public interface Ledger {
    /** What the log of each space holds now; with {@code seal} what was staged is sealed first. */
    CompletionStage<List<Stock>> stocks(boolean seal);

    /**
     * Up to {@code max} blocks in the order in which they arrived, the first being number 0. They
     * stay as long as {@link Stock#id} does.
     */
    CompletionStage<List<Block>> blocks(SpaceId space, long from, int max);

    /** A new examiner, which has seen no block of the space yet. */
    Checker checker(SpaceId space);

    /** Examines blocks in the order in which they arrived. One thread, any one. */
    interface Checker {
        /** What is wrong with the block: its hashes, its place in the chain, its signature. */
        Optional<String> check(Block block);
    }
}
