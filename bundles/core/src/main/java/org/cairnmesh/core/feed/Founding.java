// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.nio.charset.StandardCharsets;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;

/**
 * What the first block of a feed says of its author: the device's public keys, a nonce that tells
 * the incarnations of one device apart, and the name that the box gave itself.
 */
public record Founding(Bytes publicKeys, Bytes nonce, String name) {
    public static final int NONCE_SIZE = 8;

    public Founding {
        if (publicKeys.size() != Identity.PUBLIC_SIZE || nonce.size() != NONCE_SIZE
            || name.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES_MAX) {
            throw new IllegalArgumentException("no founding of a feed: " + name);
        }
    }

    public DeviceId device() {
        return Identity.deviceOf(publicKeys);
    }

    /** The id of the feed that starts with this: nobody else can start a feed of the same id. */
    public FeedId feed(SpaceId space) {
        return new FeedId(Crypto.hash(Crypto.FEED_LABEL, space.value().toArray(),
            publicKeys.toArray(), nonce.toArray()).head(FeedId.SIZE));
    }
}
