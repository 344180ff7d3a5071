// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The texts and derived secrets of docs/wire-space.md. */
public final class SecondTexts {
    private static final String SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CHECK = 3;

    private SecondTexts() { }

    /**
     * The content of a text, of so many octets at least.
     *
     * @param kind what the page calls it
     */
    public static byte[] content(String kind, String text, int least) {
        String[] groups = text.split("-");
        StringBuilder bits = new StringBuilder();
        for (int g = 0; g < groups.length; g++) {
            int size = groups[g].length();
            int check = g % 32;
            int weight = 1;
            for (int i = 0; i < size - 1; i++) {
                int symbol = SYMBOLS.indexOf(groups[g].charAt(i));
                weight = times(weight, 2);
                check ^= times(weight, symbol);
                bits.append(Integer.toBinaryString(32 + symbol).substring(1));
            }
            if (check != SYMBOLS.indexOf(groups[g].charAt(size - 1))) {
                throw new IllegalArgumentException("a typo in group " + g);
            }
        }
        byte[] all = new byte[bits.length() / 8];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        for (int size = all.length; size >= CHECK + least; size--) {
            byte[] content = Arrays.copyOfRange(all, CHECK, size);
            byte[] sum = Octets.sha256(ascii("cairn " + kind), content);
            if (Arrays.equals(all, 0, CHECK, sum, 0, CHECK)) {
                return content;
            }
        }
        throw new IllegalArgumentException("no " + kind);
    }

    /** The product in GF(32). */
    private static int times(int a, int b) {
        int product = 0;
        for (int bit = 16; bit > 0; bit /= 2) {
            product = (product & 16) != 0 ? product << 1 ^ 0b100101 : product << 1;
            product ^= (b & bit) != 0 ? a : 0;
        }
        return product;
    }

    /** HKDF-SHA-256 (RFC 5869). */
    public static byte[] hkdf(byte[] secret, byte[] salt, byte[] info, int size) {
        byte[] key = mac(salt.length == 0 ? new byte[32] : salt, secret);
        byte[] out = new byte[0];
        byte[] last = new byte[0];
        for (int i = 1; out.length < size; i++) {
            last = mac(key, last, info, new byte[] {(byte) i});
            out = Arrays.copyOf(out, out.length + last.length);
            System.arraycopy(last, 0, out, out.length - last.length, last.length);
        }
        return Arrays.copyOf(out, size);
    }

    private static byte[] mac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
