// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;

/**
 * The proof that a feed has forked: the headers of two different blocks of one number, both signed
 * with its key. Who holds nothing else of the feed can verify it, because the keys and the nonce
 * that the feed's id is made of are there too.
 */
public record ForkProof(Bytes publicKeys, Bytes nonce, Header one, Bytes signatureOfOne,
                        Header other, Bytes signatureOfOther) {
    /** The largest proof: two headers and signatures, keys, nonce, and what CBOR adds. */
    public static final int BYTES_MAX = 2 * (Limits.HEADER_BYTES_MAX + Crypto.SIGNATURE_SIZE)
        + Identity.PUBLIC_SIZE + Founding.NONCE_SIZE + 32;

    private static final int ITEMS = 6;

    /** The proof that two blocks of a feed are; {@code first} is any first block of it. */
    public static ForkProof of(Block first, Block one, Block other) {
        Founding founding = Header.decode(first.header()).founding().orElseThrow();
        return new ForkProof(founding.publicKeys(), founding.nonce(), Header.decode(one.header()),
            one.signature(), Header.decode(other.header()), other.signature());
    }

    /** The feed that has forked, if the proof holds. */
    public FeedId feed() {
        return one.feed();
    }

    /** Whether the proof holds in a space. */
    public boolean verifies(SpaceId space) {
        return publicKeys.size() == Identity.PUBLIC_SIZE && nonce.size() == Founding.NONCE_SIZE
            && one.space().equals(space) && other.space().equals(space)
            && one.feed().equals(other.feed())
            && new Founding(publicKeys, nonce, "").feed(space).equals(one.feed())
            && one.number() == other.number() && !one.id().equals(other.id())
            && Crypto.verifyBlock(key(), one.id(), signatureOfOne)
            && Crypto.verifyBlock(key(), other.id(), signatureOfOther);
    }

    private Bytes key() {
        return Identity.signingKey(publicKeys);
    }

    public Bytes encode() {
        return Cbor.encode(Item.of(Item.of(publicKeys), Item.of(nonce), Item.of(one.encode()),
            Item.of(signatureOfOne), Item.of(other.encode()), Item.of(signatureOfOther)));
    }

    /**
     * The proof that the bytes encode; it may not hold.
     *
     * @throws MalformedException if they encode none
     */
    public static ForkProof decode(Bytes bytes) {
        if (bytes.size() > BYTES_MAX) {
            throw new MalformedException("a fork proof of " + bytes.size() + " bytes");
        }
        try {
            Item.Array parts = (Item.Array) Cbor.decode(bytes);
            if (parts.size() != ITEMS) {
                throw new MalformedException("a fork proof of " + parts.size() + " items");
            }
            return new ForkProof(bytes(parts, 0), bytes(parts, 1),
                Header.decode(bytes(parts, 2)), bytes(parts, 3),
                Header.decode(bytes(parts, 4)), bytes(parts, 5));
        } catch (ClassCastException e) {
            throw new MalformedException("no fork proof: " + e.getMessage());
        }
    }

    private static Bytes bytes(Item.Array parts, int at) {
        return ((Item.Bin) parts.at(at)).value();
    }
}
