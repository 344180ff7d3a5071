// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;

/** The hash and the signature that blocks use: SHA-256, and Ed25519 as in RFC 8032. */
public final class Crypto {
    public static final int SIGNATURE_SIZE = Ed25519.SIGNATURE_SIZE;
    static final byte[] BLOCK_LABEL = "cairn block".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FEED_LABEL = "cairn feed".getBytes(StandardCharsets.US_ASCII);
    static final byte[] ROSTER_LABEL = "cairn roster".getBytes(StandardCharsets.US_ASCII);
    static final byte[] ORIGIN_LABEL = "cairn origin".getBytes(StandardCharsets.US_ASCII);

    private Crypto() { }

    /** SHA-256 over the parts, one after the other. */
    public static Bytes hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    static Bytes signBlock(byte[] seed, BlockId id) {
        byte[] message = blockMessage(id);
        byte[] signature = new byte[SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return Bytes.of(signature);
    }

    static boolean verifyBlock(Bytes publicKey, BlockId id, Bytes signature) {
        byte[] message = blockMessage(id);
        return signature.size() == SIGNATURE_SIZE && Ed25519.verify(signature.toArray(), 0,
            publicKey.toArray(), 0, message, 0, message.length);
    }

    private static byte[] blockMessage(BlockId id) {
        byte[] message = new byte[BLOCK_LABEL.length + BlockId.SIZE];
        System.arraycopy(BLOCK_LABEL, 0, message, 0, BLOCK_LABEL.length);
        id.value().copyTo(message, BLOCK_LABEL.length);
        return message;
    }
}
