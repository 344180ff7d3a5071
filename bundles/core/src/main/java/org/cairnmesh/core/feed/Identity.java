// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.SpaceId;

/**
 * The key pair of a device: a Reticulum identity, which is an X25519 key to be reached by and an
 * Ed25519 key to sign with.
 */
public final class Identity {
    /** The size of the secret in bytes: X25519 private key, then Ed25519 seed. */
    public static final int SECRET_SIZE = 64;
    /** The size of the public keys in bytes: X25519, then Ed25519. */
    public static final int PUBLIC_SIZE = 64;

    private static final int HALF = 32;

    private final byte[] seed;
    private final byte[] reach;
    private final Bytes publicKeys;
    private final DeviceId device;

    /** The identity of a secret of {@link #SECRET_SIZE} bytes. */
    public Identity(Bytes secret) {
        if (secret.size() != SECRET_SIZE) {
            throw new IllegalArgumentException("a secret of " + secret.size() + " bytes");
        }
        seed = secret.slice(HALF, HALF).toArray();
        reach = secret.slice(0, HALF).toArray();
        byte[] keys = new byte[PUBLIC_SIZE];
        X25519.generatePublicKey(reach, 0, keys, 0);
        Ed25519.generatePublicKey(seed, 0, keys, HALF);
        publicKeys = Bytes.of(keys);
        device = deviceOf(publicKeys);
    }

    public DeviceId device() {
        return device;
    }

    public Bytes publicKeys() {
        return publicKeys;
    }

    Bytes sign(BlockId id) {
        return Crypto.signBlock(seed, id);
    }

    /**
     * The secret that this device shares with whoever has the private key of an X25519 public key
     * (RFC 7748); nothing if that key is one of the few that anybody shares a secret with.
     */
    public Optional<Bytes> agree(Bytes publicKey) {
        byte[] shared = new byte[X25519.POINT_SIZE];
        boolean sound = publicKey.size() == X25519.POINT_SIZE
            && X25519.calculateAgreement(reach, 0, publicKey.toArray(), 0, shared, 0);
        return sound ? Optional.of(Bytes.of(shared)) : Optional.empty();
    }

    /** The X25519 key among a device's public keys: what it is reached by. */
    public static Bytes reachKey(Bytes publicKeys) {
        return publicKeys.slice(0, HALF);
    }

    /** The id of the device with these public keys. */
    public static DeviceId deviceOf(Bytes publicKeys) {
        return new DeviceId(Crypto.hash(publicKeys.toArray()).head(DeviceId.SIZE));
    }

    public static Bytes signingKey(Bytes publicKeys) {
        return publicKeys.slice(HALF, HALF);
    }

    /** The space that everyone who knows its name can join: for trying out. */
    public static SpaceId openSpace(String name) {
        return new SpaceId(Crypto.hash(("cairn open space " + name)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8)).head(SpaceId.SIZE));
    }
}
