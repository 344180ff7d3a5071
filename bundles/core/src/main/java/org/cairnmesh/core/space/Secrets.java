// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMSIVBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.cairnmesh.api.data.Bytes;

/** HKDF-SHA-256 (RFC 5869), and AES-256-GCM-SIV (RFC 8452) with keys that seal one thing only. */
final class Secrets {
    static final int KEY_SIZE = 32;
    static final int TAG_SIZE = 16;

    private static final int TAG_BITS = 8 * TAG_SIZE;
    private static final int NONCE_SIZE = 12;

    private Secrets() { }

    static byte[] label(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }

    static Bytes derive(Bytes secret, byte[] salt, byte[] info, int size) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret.toArray(), salt, info));
        byte[] out = new byte[size];
        hkdf.generateBytes(out, 0, size);
        return Bytes.of(out);
    }

    /** Seals under a key that is never used again, so the nonce is nothing but zeros. */
    static Bytes seal(Bytes key, Bytes plain) {
        return run(true, key, plain).orElseThrow();
    }

    /** What {@link #seal} sealed; nothing if the key is another or a bit has changed. */
    static Optional<Bytes> open(Bytes key, Bytes sealed) {
        return run(false, key, sealed);
    }

    private static Optional<Bytes> run(boolean seal, Bytes key, Bytes input) {
        GCMSIVBlockCipher cipher = new GCMSIVBlockCipher();
        cipher.init(seal, new AEADParameters(new KeyParameter(key.toArray()), TAG_BITS,
            new byte[NONCE_SIZE]));
        byte[] in = input.toArray();
        cipher.processBytes(in, 0, in.length, new byte[0], 0);
        byte[] out = new byte[cipher.getOutputSize(0)];
        try {
            cipher.doFinal(out, 0);
            return Optional.of(Bytes.of(out));
        } catch (InvalidCipherTextException e) {
            return Optional.empty();
        }
    }
}
