// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors of IEEE 1619-2007, annex B, and what a file needs. */
class XtsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void vector1() {
        byte[] data = new byte[32];

        new Xts(new byte[32]).encrypt(data, 0);

        assertEquals("917cf69ebd68b2ec9b9fe9a3eadda692cd43d2f59598ed858c02c2652fbf922e",
            HEX.formatHex(data));
    }

    @Test
    void vector2() {
        byte[] data = filled(32, 0x44);
        byte[] key = new byte[32];
        Arrays.fill(key, 0, 16, (byte) 0x11);
        Arrays.fill(key, 16, 32, (byte) 0x22);

        new Xts(key).encrypt(data, 0x3333333333L);

        assertEquals("c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0",
            HEX.formatHex(data));
    }

    @Test
    void unitsAreNumberedFromTheFirst() {
        Xts xts = new Xts(key());
        byte[] all = filled(4 * Xts.UNIT_BYTES, 7);
        byte[] third = filled(Xts.UNIT_BYTES, 7);

        xts.encrypt(all, 10);
        xts.encrypt(third, 12);

        assertArrayEquals(third,
            Arrays.copyOfRange(all, 2 * Xts.UNIT_BYTES, 3 * Xts.UNIT_BYTES));
        assertFalse(Arrays.equals(all, 0, Xts.UNIT_BYTES, all, Xts.UNIT_BYTES,
            2 * Xts.UNIT_BYTES));
        xts.decrypt(all, 10);
        assertArrayEquals(filled(4 * Xts.UNIT_BYTES, 7), all);
    }

    private static byte[] filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static byte[] key() {
        byte[] key = new byte[Xts.KEY_BYTES];
        new Random(1).nextBytes(key);
        return key;
    }
}
