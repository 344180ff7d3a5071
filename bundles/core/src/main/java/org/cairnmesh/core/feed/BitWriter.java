// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;
import org.cairnmesh.api.data.Bytes;

/**
 * An arithmetic coder: a likely decision takes little of a bit. The interval is 32 bits wide, the
 * carry never leaves it: after Mahoney, "Adaptive weighing of context models for lossless data
 * compression" (2005).
 */
final class BitWriter implements Bits {
    static final long TOP = 0xffff_ffffL;
    static final int OCTET_SHIFT = 24;
    static final long OCTET_MASK = 0xff00_0000L;

    private long low;
    private long high = TOP;
    private byte[] out = new byte[512];
    private int size;

    BitWriter() { }

    BitWriter(BitWriter other) {
        low = other.low;
        high = other.high;
        out = other.out.clone();
        size = other.size;
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public int code(int bit, int chance) {
        long middle = middle(low, high, chance);
        if (bit == 1) {
            high = middle;
        } else {
            low = middle + 1;
        }
        while (((low ^ high) & OCTET_MASK) == 0) {
            put((int) (high >>> OCTET_SHIFT));
            low = low << 8 & TOP;
            high = high << 8 & TOP | 0xff;
        }
        return bit;
    }

    static long middle(long low, long high, int chance) {
        return low + ((high - low) * chance >>> 16);
    }

    private void put(int octet) {
        if (size == out.length) {
            out = Arrays.copyOf(out, 2 * size);
        }
        out[size++] = (byte) octet;
    }

    /** How many bytes there are if nothing is added, at the most. */
    int size() {
        return size + last(low, high).length;
    }

    /** All that was written. */
    Bytes done() {
        byte[] last = last(low, high);
        byte[] all = Arrays.copyOf(out, size + last.length);
        System.arraycopy(last, 0, all, size, last.length);
        return Bytes.of(all);
    }

    /**
     * The fewest bytes that, followed by zeros, lie in an interval: a reader takes what is missing
     * for zeros.
     */
    static byte[] last(long low, long high) {
        if (low == 0) {
            return new byte[0];
        }
        for (int octets = 1; octets < 4; octets++) {
            long unit = 1L << 32 - 8 * octets;
            long number = (low + unit - 1) / unit * unit;
            if (number <= high) {
                return octets(number, octets);
            }
        }
        return octets(low, 4);
    }

    private static byte[] octets(long number, int count) {
        byte[] octets = new byte[count];
        for (int i = 0; i < count; i++) {
            octets[i] = (byte) (number >>> OCTET_SHIFT - 8 * i);
        }
        return octets;
    }
}
