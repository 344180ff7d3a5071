// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Reads octets, and numbers as the page writes them. */
final class Octets {
    private final byte[] in;
    private int at;

    Octets(byte[] in) {
        this.in = in;
    }

    int octet() {
        return in[at++] & 0xff;
    }

    byte[] take(int size) {
        if (size > in.length - at) {
            throw new IllegalArgumentException("cut short");
        }
        at += size;
        return Arrays.copyOfRange(in, at - size, at);
    }

    String hex(int size) {
        return hex(take(size));
    }

    byte[] rest() {
        return take(in.length - at);
    }

    boolean more() {
        return at < in.length;
    }

    /** n. */
    long n() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            int octet = octet();
            number |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return number;
            }
        }
    }

    /** z. */
    long z() {
        long number = n();
        return number % 2 == 0 ? number / 2 : -(number + 1) / 2;
    }

    /** Octets as one number, the highest first. */
    long big(int size) {
        long number = 0;
        for (byte each : take(size)) {
            number = number << 8 | each & 0xff;
        }
        return number;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
