// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.cairnmesh.api.data.Bytes;

/**
 * The key that the bodies of a space are sealed with: AES-256-GCM-SIV (RFC 8452), which gives away
 * no more than equality if a nonce repeats.
 */
public record SpaceKey(Bytes secret) {
    public static final int SIZE = 32;
    public static final int ID_SIZE = 4;
    /** What sealing adds to a body. */
    public static final int TAG_BYTES = 16;

    static final int NONCE_SIZE = 12;
    private static final byte[] ID_LABEL = "cairn key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NONCE_LABEL =
        "cairn body nonce".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ENVELOPE_LABEL =
        "cairn envelope nonce".getBytes(StandardCharsets.US_ASCII);

    public SpaceKey {
        if (secret.size() != SIZE) {
            throw new IllegalArgumentException("a space key of " + secret.size() + " bytes");
        }
    }

    /** What headers name it by. */
    public Bytes id() {
        return Crypto.hash(ID_LABEL, secret.toArray()).head(ID_SIZE);
    }

    /** The nonce of a block's body: it is worked out, not transmitted. */
    static Bytes nonce(Header header) {
        return Crypto.hash(NONCE_LABEL, header.feed().value().toArray(),
            Bytes.ofLong(header.number()).toArray(), header.previous().value().toArray(),
            header.start().toArray(), Bytes.ofLong(header.first()).toArray()).head(NONCE_SIZE);
    }

    /** The body of a block, sealed. */
    public Bytes seal(Header header, Bytes body) {
        return seal(nonce(header), body);
    }

    /** The body of a block; nothing if it was not sealed with this key for this block. */
    public Optional<Bytes> open(Header header, Bytes sealed) {
        return open(nonce(header), sealed);
    }

    /** The nonce of an envelope: that of a body, but of its own event. */
    private static Bytes envelopeNonce(Header header, int event) {
        return Crypto.hash(ENVELOPE_LABEL, header.feed().value().toArray(),
            Bytes.ofLong(header.number()).toArray(), header.previous().value().toArray(),
            header.start().toArray(), Bytes.ofLong(header.first() + event).toArray())
            .head(NONCE_SIZE);
    }

    /** The envelope of an event of a block, sealed. */
    Bytes sealEnvelope(Header header, int event, Bytes packed) {
        return seal(envelopeNonce(header, event), packed);
    }

    /** The envelope of an event; nothing if it was not sealed with this key for this event. */
    Optional<Bytes> openEnvelope(Header header, int event, Bytes kept) {
        return open(envelopeNonce(header, event), kept);
    }

    Bytes seal(Bytes nonce, Bytes body) {
        return crypt(true, nonce, body).orElseThrow();
    }

    Optional<Bytes> open(Bytes nonce, Bytes sealed) {
        return sealed.size() < TAG_BYTES ? Optional.empty() : crypt(false, nonce, sealed);
    }

    private Optional<Bytes> crypt(boolean seal, Bytes nonce, Bytes input) {
        GCMSIVBlockCipher cipher = new GCMSIVBlockCipher();
        cipher.init(seal, new AEADParameters(new KeyParameter(secret.toArray()), 8 * TAG_BYTES,
            nonce.toArray()));
        byte[] in = input.toArray();
        byte[] out = new byte[cipher.getOutputSize(in.length)];
        int size = cipher.processBytes(in, 0, in.length, out, 0);
        try {
            size += cipher.doFinal(out, size);
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
        return Optional.of(Bytes.of(Arrays.copyOf(out, size)));
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "space key " + id();
    }
}
