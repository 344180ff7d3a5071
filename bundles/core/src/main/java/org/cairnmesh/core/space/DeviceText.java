// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.core.feed.Identity;

/**
 * What a box that wants to join gives to an admin: its public keys and its name. It holds no
 * secret, but who can change it on its way is enrolled instead: it is handed over in person, or the
 * device id is read back.
 */
public record DeviceText(Bytes publicKeys, String name) {
    private static final int VERSION = 1;
    private static final Groups GROUPS =
        new Groups("device text", 10, 1 + Identity.PUBLIC_SIZE);
    /** Any key serves to find out whether theirs is sound. */
    private static final Identity PROBE = new Identity(Bytes.of(new byte[Identity.SECRET_SIZE]));

    /**
     * Refuses keys that no honest box has.
     *
     * @throws IllegalArgumentException if the keys or the name are none
     */
    public DeviceText {
        Act.checkName(name);
        if (publicKeys.size() != Identity.PUBLIC_SIZE
            || !Ed25519.validatePublicKeyFull(Identity.signingKey(publicKeys).toArray(), 0)
            || PROBE.agree(Identity.reachKey(publicKeys)).isEmpty()) {
            throw new IllegalArgumentException("keys that no box has");
        }
    }

    public DeviceId device() {
        return Identity.deviceOf(publicKeys);
    }

    /** In groups of 10; at most 153 symbols with hyphens if the name has up to 9 bytes. */
    public String text() {
        return GROUPS.write(Named.join(VERSION, publicKeys, name));
    }

    /**
     * What somebody typed.
     *
     * @throws MalformedException if it is none; the message names the groups with a typo
     */
    public static DeviceText parse(String typed) {
        Named named = Named.split(GROUPS.read(typed), VERSION, Identity.PUBLIC_SIZE);
        try {
            return new DeviceText(named.bytes(), named.name());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a device text with " + e.getMessage());
        }
    }
}
