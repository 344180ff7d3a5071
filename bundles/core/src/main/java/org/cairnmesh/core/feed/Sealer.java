// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;

/** Turns staged events into blocks. */
public final class Sealer {
    /** What a block needs besides its body when it travels: header, signature, frame. */
    public static final int OVERHEAD_BYTES = 110;

    private final SpaceId space;
    private final Identity identity;

    public Sealer(SpaceId space, Identity identity) {
        this.space = space;
        this.identity = identity;
    }

    /** A block that is signed, and its header. */
    public record Sealed(Block block, Header header) { }

    /**
     * Seals events into the block that an open place stands for.
     *
     * @param founding of the feed, for its first block
     * @param history  what the ancestors hold; empty for a block that is to stand on its own
     */
    public Sealed seal(Place open, List<Event> events, Optional<Founding> founding,
                       long timeMillis, boolean clockSet, Bytes history) {
        Bytes body = Body.write(events, timeMillis, history);
        Header header = new Header(space, open.feed(), open.number(),
            open.previous().map(Place::id).orElse(BlockId.NONE),
            open.number() == 1 ? founding : Optional.empty(), timeMillis, clockSet,
            open.context(), open.start(), open.first(), events.size(),
            history.size() == 0 ? Header.NONE : Header.HISTORY,
            Crypto.hash(body.toArray()));
        return sign(header, body);
    }

    /** The block of a header and the body that it names. */
    public Sealed sign(Header header, Bytes body) {
        Bytes encoded = header.encode();
        BlockId id = new BlockId(Crypto.hash(encoded.toArray()));
        return new Sealed(new Block(id, header.feed(), header.number(), header.previous(),
            header.events(), encoded, body, identity.sign(id)), header);
    }

    /**
     * How many bytes a packet has left with these events in it; below 0 if they do not fit
     * together.
     */
    public static int room(List<Event> events, long timeMillis, Bytes history) {
        return events.size() > Limits.BLOCK_EVENTS_MAX ? -1 : Limits.PACKET_BYTES - OVERHEAD_BYTES
            - Body.size(events, timeMillis, history);
    }
}
