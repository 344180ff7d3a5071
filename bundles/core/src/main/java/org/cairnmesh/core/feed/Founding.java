// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.nio.charset.StandardCharsets;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;

/**
 * What the first block of a feed says of its author: the device's public keys, a nonce that tells
 * the incarnations of one device apart, the name that the box gave itself, and what the feed is
 * for.
 */
public record Founding(Bytes publicKeys, Bytes nonce, String name, Role role) {
    public static final int NONCE_SIZE = 8;

    /** What a feed is for. Its id depends on it, so no feed can pass for one of the other kind. */
    public enum Role {
        /** What a team records. */
        RECORDS(Crypto.FEED_LABEL),
        /** Who belongs to the space: acts of its owner or of an admin, never encrypted. */
        ROSTER(Crypto.ROSTER_LABEL);

        private final byte[] label;

        Role(byte[] label) {
            this.label = label;
        }
    }

    public Founding {
        if (publicKeys.size() != Identity.PUBLIC_SIZE || nonce.size() != NONCE_SIZE
            || name.getBytes(StandardCharsets.UTF_8).length > Limits.NAME_BYTES_MAX) {
            throw new IllegalArgumentException("no founding of a feed: " + name);
        }
    }

    /** Of a feed of records. */
    public Founding(Bytes publicKeys, Bytes nonce, String name) {
        this(publicKeys, nonce, name, Role.RECORDS);
    }

    public DeviceId device() {
        return Identity.deviceOf(publicKeys);
    }

    /** The id of the feed that starts with this: nobody else can start a feed of the same id. */
    public FeedId feed(SpaceId space) {
        return new FeedId(Crypto.hash(role.label, space.value().toArray(),
            publicKeys.toArray(), nonce.toArray()).head(FeedId.SIZE));
    }

    /** As it stands in a header: a feed of records has no fourth item. */
    Item item() {
        return role == Role.RECORDS
            ? Item.of(Item.of(publicKeys), Item.of(nonce), Item.of(name))
            : Item.of(Item.of(publicKeys), Item.of(nonce), Item.of(name), Item.of(role.ordinal()));
    }

    /** What {@link #item} wrote. */
    static Founding of(Item.Array parts) {
        int role = parts.size() == 4 ? Math.toIntExact(((Item.Int) parts.at(3)).value()) : 0;
        if (parts.size() < 3 || parts.size() > 4 || parts.size() == 4 && role == 0
            || role < 0 || role >= Role.values().length) {
            throw new IllegalArgumentException("a founding of " + parts.size() + " items, role "
                + role);
        }
        return new Founding(((Item.Bin) parts.at(0)).value(), ((Item.Bin) parts.at(1)).value(),
            ((Item.Text) parts.at(2)).value(), Role.values()[role]);
    }
}
