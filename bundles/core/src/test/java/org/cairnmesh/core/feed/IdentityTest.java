// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final String VECTORS = "shared/data/reticulum-vectors.json";
    private static final BlockId ID = new BlockId(Crypto.hash(new byte[3]));

    @Test
    void theDeviceIsTheStartOfTheHashOfItsPublicKeys() {
        Identity identity = new Pen(1).identity;

        assertEquals(64, identity.publicKeys().size());
        assertEquals(new DeviceId(Crypto.hash(identity.publicKeys().toArray()).head(16)),
            identity.device());
    }

    @Test
    void theIdentitiesOfReticulumAreOurs() throws IOException {
        String vectors = vectors();

        Identity alice = identity(vectors, "alice");
        Identity bob = identity(vectors, "bob");

        assertEquals(text(vectors, "\"identity_hash\": \"(\\w+)\""), alice.device().toString());
        assertEquals(text(vectors, "\"hash\": \"(\\w+)\""), destination("lxmf.delivery", alice));
        assertEquals(text(vectors, "\"request\": \"0200(\\w{32})"),
            destination("vectors.link", bob));
    }

    private static Identity identity(String vectors, String name) {
        return new Identity(Bytes.ofHex(text(vectors,
            "\"name\": \"" + name + "\",\\s*\"private\": \"(\\w+)\"")));
    }

    /** How Reticulum names a destination: over a hash of its name and the identity's. */
    private static String destination(String name, Identity identity) {
        Bytes hash = Crypto.hash(name.getBytes(StandardCharsets.UTF_8)).head(10);
        return Crypto.hash(hash.toArray(), identity.device().value().toArray()).head(16).hex();
    }

    private static String vectors() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve(VECTORS))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            abort("NOT RUN: " + VECTORS + " is not beside the project");
        }
        return Files.readString(directory.resolve(VECTORS));
    }

    private static String text(String vectors, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(vectors);
        assertTrue(matcher.find(), pattern);
        return matcher.group(1);
    }

    @Test
    void aSignatureHoldsForItsBlockAndItsKeyOnly() {
        Identity identity = new Pen(1).identity;
        Bytes key = Identity.signingKey(identity.publicKeys());

        Bytes signature = identity.sign(ID);

        assertTrue(Crypto.verifyBlock(key, ID, signature));
        assertFalse(Crypto.verifyBlock(key, BlockId.NONE, signature));
        assertFalse(Crypto.verifyBlock(Identity.signingKey(new Pen(2).identity.publicKeys()), ID,
            signature));
        assertFalse(Crypto.verifyBlock(key, ID, signature.head(63)));
    }

    @Test
    void everyBitOfASignatureMatters() {
        Identity identity = new Pen(1).identity;
        Bytes signature = identity.sign(ID);

        for (int bit = 0; bit < 8 * signature.size(); bit++) {
            byte[] bad = signature.toArray();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(Crypto.verifyBlock(Identity.signingKey(identity.publicKeys()), ID,
                Bytes.of(bad)), "bit " + bit);
        }
    }

    @Test
    void aSecretOfAnotherSizeIsNone() {
        assertThrows(IllegalArgumentException.class,
            () -> new Identity(Bytes.of(new byte[Identity.SECRET_SIZE - 1])));
        assertThrows(IllegalArgumentException.class,
            () -> new Identity(Bytes.of(new byte[Identity.SECRET_SIZE + 1])));
    }

    @Test
    void aFeedIsOfItsSpaceKeysAndNonceButNotOfItsName() {
        Founding founding = new Pen(1).founding;
        FeedId feed = founding.feed(Pen.SPACE);

        assertEquals(feed, new Founding(founding.publicKeys(), founding.nonce(), "other")
            .feed(Pen.SPACE));
        assertNotEquals(feed, founding.feed(Identity.openSpace("other")));
        assertNotEquals(feed, new Founding(founding.publicKeys(), Bytes.ofLong(1), "")
            .feed(Pen.SPACE));
        assertNotEquals(feed, new Founding(new Pen(2).identity.publicKeys(), founding.nonce(), "")
            .feed(Pen.SPACE));
    }

    @Test
    void aFeedIsOfItsRoleSoNoRosterPassesForRecords() {
        Founding founding = new Pen(1).founding;
        Founding roster = new Founding(founding.publicKeys(), founding.nonce(), founding.name(),
            Founding.Role.ROSTER);

        assertEquals(Founding.Role.RECORDS, founding.role());
        assertNotEquals(founding.feed(Pen.SPACE), roster.feed(Pen.SPACE));
    }

    @Test
    void twoDevicesAgreeOnASecret() {
        Identity one = new Pen(1).identity;
        Identity other = new Pen(2).identity;

        assertEquals(one.agree(Identity.reachKey(other.publicKeys())),
            other.agree(Identity.reachKey(one.publicKeys())));
        assertNotEquals(one.agree(Identity.reachKey(other.publicKeys())),
            one.agree(Identity.reachKey(new Pen(3).identity.publicKeys())));
    }

    @Test
    void nobodyAgreesOnASecretThatEverybodyKnows() {
        Identity identity = new Pen(1).identity;

        assertEquals(Optional.empty(), identity.agree(Bytes.of(new byte[32])));
        assertEquals(Optional.empty(), identity.agree(Bytes.of(new byte[31])));
    }

    @Test
    void theOriginOfEventsIsOfTheDeviceAndTheStart() {
        DeviceId device = new Pen(1).identity.device();
        Bytes origin = Author.origin(device, Bytes.ofLong(1));

        assertNotEquals(origin, Author.origin(device, Bytes.ofLong(2)));
        assertNotEquals(origin, Author.origin(new Pen(2).identity.device(), Bytes.ofLong(1)));
    }
}
