// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Place;

/** Frames that no session would send. */
public final class Forgery {
    private Forgery() { }

    /** A whole block in one frame, as if its sender held it. */
    public static Bytes part(SpaceId space, Block block, Optional<Place> previous) {
        return part(space, block.feed(), block.number(), block.id(),
            WireBlock.encode(block, previous, Optional.empty()));
    }

    /** Any bytes in one frame, as if they were this block. */
    public static Bytes part(SpaceId space, FeedId feed, long number, BlockId id, Bytes wire) {
        return new Message.Part(space.value().head(Message.SPACE_SIZE), Optional.empty(),
            Message.Ref.named(Roster.prefix(feed)), number, Entry.check(id), wire.size(), 0,
            wire).encode();
    }
}
