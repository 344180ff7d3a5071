// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-XTS as in IEEE 1619, for units of 512 bytes that are named by their number: what disks are
 * encrypted with. It hides what is written and keeps its place and size; it does not show that
 * something was changed. One thread.
 */
final class Xts {
    static final int UNIT_BYTES = 512;
    /** Two keys of AES-256. */
    static final int KEY_BYTES = 64;
    private static final int BLOCK_BYTES = 16;
    private static final long POLYNOMIAL = 0x87;

    private final Cipher encrypt;
    private final Cipher decrypt;
    private final Cipher tweak;

    /** @param key one key for the data and one, of the same size, for the numbers */
    Xts(byte[] key) {
        int half = key.length / 2;
        try {
            encrypt = cipher(Cipher.ENCRYPT_MODE, key, 0, half);
            decrypt = cipher(Cipher.DECRYPT_MODE, key, 0, half);
            tweak = cipher(Cipher.ENCRYPT_MODE, key, half, half);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has AES", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, int from, int size)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, from, size, "AES"));
        return cipher;
    }

    /** Encrypts whole units in place, the first of which has this number. */
    void encrypt(byte[] bytes, long unit) {
        apply(encrypt, bytes, unit);
    }

    /** Decrypts whole units in place, the first of which has this number. */
    void decrypt(byte[] bytes, long unit) {
        apply(decrypt, bytes, unit);
    }

    private void apply(Cipher cipher, byte[] bytes, long unit) {
        int size = Math.min(bytes.length, UNIT_BYTES);
        byte[] masks = new byte[size];
        for (int from = 0; from < bytes.length; from += size) {
            masks(masks, unit + from / size);
            xor(bytes, masks, from);
            try {
                cipher.doFinal(bytes, from, size, bytes, from);
            } catch (GeneralSecurityException e) {
                throw new AssertionError("whole blocks fit AES", e);
            }
            xor(bytes, masks, from);
        }
    }

    private void masks(byte[] masks, long unit) {
        ByteBuffer out = ByteBuffer.wrap(masks).order(ByteOrder.LITTLE_ENDIAN);
        byte[] first = new byte[BLOCK_BYTES];
        ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).putLong(unit);
        try {
            first = tweak.doFinal(first);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("whole blocks fit AES", e);
        }
        ByteBuffer in = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN);
        long low = in.getLong();
        long high = in.getLong();
        while (out.hasRemaining()) {
            out.putLong(low).putLong(high);
            long carry = high >>> 63;
            high = high << 1 | low >>> 63;
            low = low << 1 ^ (carry == 0 ? 0 : POLYNOMIAL);
        }
    }

    private static void xor(byte[] bytes, byte[] masks, int from) {
        for (int i = 0; i < masks.length; i++) {
            bytes[from + i] ^= masks[i];
        }
    }
}
