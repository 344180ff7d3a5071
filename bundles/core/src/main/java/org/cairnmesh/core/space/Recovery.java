// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Identity;

/**
 * The secret of a space's owner: 16 bytes that are written down and kept on paper, and on no box.
 * The owner's keys and the space's id follow from them (HKDF-SHA-256), so paper alone is enough to
 * name admins, and to take a space back.
 */
public record Recovery(Bytes seed) {
    public static final int SEED_SIZE = 16;

    private static final int VERSION = 1;
    private static final Groups GROUPS =
        new Groups("recovery code", 5, 1 + SEED_SIZE);
    private static final byte[] OWNER_LABEL = Secrets.label("cairn owner");
    private static final byte[] NONCE_LABEL = Secrets.label("cairn space nonce");
    private static final byte[] SPACE_LABEL = Secrets.label("cairn space");

    public Recovery {
        if (seed.size() != SEED_SIZE) {
            throw new IllegalArgumentException("a seed of " + seed.size() + " bytes");
        }
    }

    /** Of a new space. */
    public static Recovery draw(RandomGenerator random) {
        byte[] seed = new byte[SEED_SIZE];
        random.nextBytes(seed);
        return new Recovery(Bytes.of(seed));
    }

    /** What is written down: 8 groups of 5 symbols. */
    public String code() {
        byte[] data = new byte[1 + SEED_SIZE];
        data[0] = VERSION;
        seed.copyTo(data, 1);
        return GROUPS.write(Bytes.of(data));
    }

    /**
     * What somebody typed.
     *
     * @throws MalformedException if it is no code; the message names the groups with a typo
     */
    public static Recovery parse(String typed) {
        Bytes data = GROUPS.read(typed);
        if (data.size() != 1 + SEED_SIZE || data.at(0) != VERSION) {
            throw new MalformedException("a recovery code of another version of Cairn");
        }
        return new Recovery(data.slice(1, SEED_SIZE));
    }

    /** The owner. */
    public Identity owner() {
        return new Identity(Secrets.derive(seed, new byte[0], OWNER_LABEL, Identity.SECRET_SIZE));
    }

    /** The nonce of the space, which is that of the owner's first roster feed. */
    public Bytes nonce() {
        return Secrets.derive(seed, new byte[0], NONCE_LABEL, Founding.NONCE_SIZE);
    }

    public SpaceId space() {
        return spaceOf(owner().publicKeys(), nonce());
    }

    /** The space that an owner with these public keys founded. */
    static SpaceId spaceOf(Bytes publicKeys, Bytes nonce) {
        return new SpaceId(Crypto.hash(SPACE_LABEL, publicKeys.toArray(), nonce.toArray())
            .head(SpaceId.SIZE));
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "recovery of space " + space();
    }
}
