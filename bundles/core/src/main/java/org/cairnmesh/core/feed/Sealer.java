// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;

/** Turns staged events into blocks. */
public final class Sealer {
    /**
     * What a block of up to two context entries needs besides its body when it travels in an open
     * space between boxes of equal rosters: header, signature, frame.
     */
    public static final int OVERHEAD_BYTES = 100;
    /** What each further context entry needs. */
    public static final int ENTRY_BYTES = 5;

    private static final int ENTRIES_COUNTED = 2;
    /** What the first block of a feed needs more: keys, nonce, name, time, start of the box. */
    private static final int FOUNDING_BYTES = 64 + 8 + 1 + Limits.NAME_BYTES_MAX + 8 + 1;

    private final SpaceId space;
    private final Identity identity;

    public Sealer(SpaceId space, Identity identity) {
        this.space = space;
        this.identity = identity;
    }

    /** A block that is signed, and its header. */
    public record Sealed(Block block, Header header) { }

    /** An envelope that is to be sealed, and the index of its event in the block. */
    public record Enclosed(int event, Bytes packed) { }

    /** Seals a body into the block that an open place stands for, without sensitive values. */
    public Sealed seal(Place open, int events, Body.Written body, Optional<Founding> founding,
                       long timeMillis, boolean clockSet, Optional<SpaceKey> key) {
        return seal(open, events, body, founding, timeMillis, clockSet, key, List.of());
    }

    /**
     * Seals a body into the block that an open place stands for.
     *
     * @param founding of the feed, for its first block
     * @param key      to seal the body with; nothing in an open space
     * @param enclosed the sensitive values, in the order of their events
     */
    public Sealed seal(Place open, int events, Body.Written body, Optional<Founding> founding,
                       long timeMillis, boolean clockSet, Optional<SpaceKey> key,
                       List<Enclosed> enclosed) {
        Header clear = new Header(space, open.feed(), open.number(),
            open.previous().map(Place::id).orElse(BlockId.NONE),
            open.number() == 1 ? founding : Optional.empty(), timeMillis, clockSet,
            open.context(), open.start(), open.first(), events, body.dictionary(),
            key.map(SpaceKey::id).orElse(Bytes.EMPTY), Crypto.hash(body.bytes().toArray()));
        Bytes sealed = key.map(k -> k.seal(clear, body.bytes())).orElse(body.bytes());
        List<Bytes> envelopes = new ArrayList<>();
        List<EnvelopeRef> refs = new ArrayList<>();
        for (Enclosed each : enclosed) {
            Bytes kept = key.map(k -> k.sealEnvelope(clear, each.event(), each.packed()))
                .orElse(each.packed());
            envelopes.add(kept);
            refs.add(EnvelopeRef.to(each.event(), kept));
        }
        return sign(clear.with(sealed, refs), sealed, envelopes);
    }

    /** The block of a header and the body that it names. */
    public Sealed sign(Header header, Bytes body) {
        return sign(header, body, List.of());
    }

    /** As the other, with the envelopes that the header names. */
    public Sealed sign(Header header, Bytes body, List<Bytes> envelopes) {
        Bytes encoded = header.encode();
        BlockId id = new BlockId(Crypto.hash(encoded.toArray()));
        return new Sealed(new Block(id, header.feed(), header.number(), header.previous(),
            header.events(), encoded, body, identity.sign(id), envelopes), header);
    }

    /** How many bytes of body a packet takes in the block that an open place stands for. */
    public static int room(Place open, boolean encrypted) {
        return Limits.PACKET_BYTES - OVERHEAD_BYTES - (encrypted ? SpaceKey.TAG_BYTES : 0)
            - ENTRY_BYTES * Math.max(0, open.context().size() - ENTRIES_COUNTED)
            - (open.number() == 1 ? FOUNDING_BYTES : 0);
    }
}
