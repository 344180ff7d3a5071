// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM-SIV (RFC 8452) without additional data, on the AES that every JDK has. */
public final class GcmSiv {
    private static final int BLOCK = 16;
    /** x^128 + x^127 + x^126 + x^121 + 1. */
    private static final BigInteger FIELD = BigInteger.ONE.setBit(121).setBit(126).setBit(127)
        .setBit(128);
    /** x^-128. */
    private static final BigInteger SHIFT =
        BigInteger.ONE.setBit(114).setBit(121).setBit(124).setBit(127);

    private GcmSiv() { }

    /** What was sealed. */
    public static byte[] open(byte[] key, byte[] nonce, byte[] sealed) {
        byte[] authentication = derived(key, nonce, 0, 2);
        byte[] encryption = derived(key, nonce, 2, 4);
        byte[] tag = Arrays.copyOfRange(sealed, sealed.length - BLOCK, sealed.length);
        byte[] plain = Arrays.copyOf(sealed, sealed.length - BLOCK);
        byte[] counter = tag.clone();
        counter[15] |= (byte) 0x80;
        for (int at = 0; at < plain.length; at += BLOCK) {
            byte[] stream = aes(encryption, counter);
            for (int i = at; i < Math.min(plain.length, at + BLOCK); i++) {
                plain[i] ^= stream[i - at];
            }
            for (int i = 0; i < 4 && ++counter[i] == 0; i++) {
                continue;
            }
        }
        byte[] sum = polyval(authentication, plain);
        for (int i = 0; i < nonce.length; i++) {
            sum[i] ^= nonce[i];
        }
        sum[15] &= 0x7f;
        if (!Arrays.equals(tag, aes(encryption, sum))) {
            throw new IllegalArgumentException("sealed with another key");
        }
        return plain;
    }

    /** So many halves of keys, from one on. */
    private static byte[] derived(byte[] key, byte[] nonce, int from, int count) {
        byte[] derived = new byte[8 * count];
        for (int i = 0; i < count; i++) {
            byte[] block = new byte[BLOCK];
            block[0] = (byte) (from + i);
            System.arraycopy(nonce, 0, block, 4, nonce.length);
            System.arraycopy(aes(key, block), 0, derived, 8 * i, 8);
        }
        return derived;
    }

    private static byte[] polyval(byte[] key, byte[] plain) {
        byte[] blocks = Arrays.copyOf(plain, (plain.length + BLOCK - 1) / BLOCK * BLOCK + BLOCK);
        for (int i = 0; i < 8; i++) {
            blocks[blocks.length - 8 + i] = (byte) (8L * plain.length >>> 8 * i);
        }
        BigInteger h = element(key);
        BigInteger sum = BigInteger.ZERO;
        for (int at = 0; at < blocks.length; at += BLOCK) {
            sum = times(times(sum.xor(element(Arrays.copyOfRange(blocks, at, at + BLOCK))), h),
                SHIFT);
        }
        byte[] octets = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            octets[i] = sum.shiftRight(8 * i).byteValue();
        }
        return octets;
    }

    /** The polynomial of sixteen octets, the lowest first. */
    private static BigInteger element(byte[] octets) {
        BigInteger element = BigInteger.ZERO;
        for (int i = 0; i < BLOCK; i++) {
            element = element.or(BigInteger.valueOf(octets[i] & 0xff).shiftLeft(8 * i));
        }
        return element;
    }

    private static BigInteger times(BigInteger a, BigInteger b) {
        BigInteger product = BigInteger.ZERO;
        for (int bit = 127; bit >= 0; bit--) {
            product = product.shiftLeft(1);
            product = product.testBit(128) ? product.xor(FIELD) : product;
            product = b.testBit(bit) ? product.xor(a) : product;
        }
        return product;
    }

    private static byte[] aes(byte[] key, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
