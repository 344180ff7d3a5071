// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.EventId;

/**
 * Who writes a feed.
 *
 * @param signingKey the Ed25519 public key that its blocks are verified with
 * @param box        the name that the box gave itself; not unique
 * @param role       what the feed is for
 */
public record Author(DeviceId device, Bytes signingKey, String box, Founding.Role role) {
    /** The author of records that a box with this identity is. */
    public static Author of(Identity identity, String box) {
        return new Author(identity.device(), Identity.signingKey(identity.publicKeys()), box,
            Founding.Role.RECORDS);
    }

    /** The author whose feed starts with this. */
    public static Author of(Founding founding) {
        return new Author(founding.device(), Identity.signingKey(founding.publicKeys()),
            founding.name(), founding.role());
    }

    /** Whether a signature is this author's, over the block with this id. */
    public boolean signed(BlockId id, Bytes signature) {
        return signature.size() == Crypto.SIGNATURE_SIZE
            && Crypto.verifyBlock(signingKey, id, signature);
    }

    /**
     * The origin of the events that this device appended since a start of its box. It depends on
     * the device, so no other device can write an event with the id of one of this device's.
     */
    public Bytes origin(Bytes start) {
        return origin(device, start);
    }

    /** The origin of the events that a device appended since a start of its box. */
    public static Bytes origin(DeviceId device, Bytes start) {
        return Crypto.hash(Crypto.ORIGIN_LABEL, device.value().toArray(), start.toArray())
            .head(EventId.ORIGIN_SIZE);
    }
}
