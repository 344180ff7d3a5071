// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Identity;

/**
 * How a key of a space reaches a member through a roster feed that everyone can read: sealed with
 * AES-256-GCM-SIV under HKDF-SHA-256 of what an ephemeral X25519 key and the member's agree on. The
 * derivation covers the space, the key's id and both public keys. There is no forward secrecy: a
 * member's own key opens all that was ever wrapped to it.
 */
public final class KeyWrap {
    /** The size of a key of a space in bytes. */
    public static final int KEY_SIZE = Secrets.KEY_SIZE;
    /** The size of what names a key, in bytes. */
    public static final int ID_SIZE = 4;

    static final int EPHEMERAL_SIZE = 32;
    static final int SEALED_SIZE = KEY_SIZE + Secrets.TAG_SIZE;

    private static final byte[] ID_LABEL = Secrets.label("cairn key");
    private static final byte[] WRAP_LABEL = Secrets.label("cairn wrap");

    private KeyWrap() { }

    /** A fresh key. */
    public static Bytes draw(RandomGenerator random) {
        return noise(random, KEY_SIZE);
    }

    /** What names a key. */
    public static Bytes id(Bytes key) {
        return Crypto.hash(ID_LABEL, key.toArray()).head(ID_SIZE);
    }

    /**
     * The acts that give a key to devices, {@link Act#WRAPS_MAX} at a time. A device whose public
     * key is unsound is left out: nobody could keep a secret with it.
     *
     * @param made whether whoever gives the key made it
     */
    public static List<Act> wrap(SpaceId space, Bytes key, boolean made, List<Bytes> publicKeys,
                                 RandomGenerator random) {
        List<Act> acts = new ArrayList<>();
        for (int from = 0; from < publicKeys.size(); from += Act.WRAPS_MAX) {
            Identity ephemeral = new Identity(noise(random, Identity.SECRET_SIZE));
            Bytes with = Identity.reachKey(ephemeral.publicKeys());
            List<Act.Key.Wrap> wraps = new ArrayList<>();
            for (Bytes keys : publicKeys.subList(from,
                Math.min(publicKeys.size(), from + Act.WRAPS_MAX))) {
                Bytes reach = Identity.reachKey(keys);
                ephemeral.agree(reach).ifPresent(shared -> wraps.add(new Act.Key.Wrap(
                    Identity.deviceOf(keys),
                    Secrets.seal(sealingKey(space, id(key), shared, with, reach), key))));
            }
            if (!wraps.isEmpty()) {
                acts.add(new Act.Key(id(key), made, with, wraps));
            }
        }
        return acts;
    }

    /** The key that an act gives to a device; nothing if it gives it none, or not that one. */
    public static Optional<Bytes> open(SpaceId space, Act.Key act, Identity identity) {
        DeviceId device = identity.device();
        Bytes reach = Identity.reachKey(identity.publicKeys());
        return act.wraps().stream().filter(wrap -> wrap.device().equals(device))
            .flatMap(wrap -> identity.agree(act.ephemeral())
                .map(shared -> sealingKey(space, act.id(), shared, act.ephemeral(), reach))
                .flatMap(sealing -> Secrets.open(sealing, wrap.sealed())).stream())
            .filter(key -> id(key).equals(act.id())).findFirst();
    }

    private static Bytes sealingKey(SpaceId space, Bytes id, Bytes shared, Bytes ephemeral,
                                    Bytes reach) {
        return Secrets.derive(shared, join(ephemeral.toArray(), reach.toArray()),
            join(WRAP_LABEL, space.value().toArray(), id.toArray()), KEY_SIZE);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static Bytes noise(RandomGenerator random, int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return Bytes.of(noise);
    }
}
