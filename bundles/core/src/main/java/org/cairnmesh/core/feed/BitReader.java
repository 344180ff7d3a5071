// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;
import org.cairnmesh.api.data.Bytes;

/** Reads what a {@link BitWriter} wrote. */
final class BitReader implements Bits {
    private final byte[] in;
    private int at;
    private long low;
    private long high = BitWriter.TOP;
    private long window;

    BitReader(Bytes bytes) {
        in = bytes.toArray();
        for (int i = 0; i < 4; i++) {
            window = window << 8 | next();
        }
    }

    private int next() {
        int octet = at < in.length ? in[at] & 0xff : 0;
        at++;
        return octet;
    }

    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public int code(int bit, int chance) {
        long middle = BitWriter.middle(low, high, chance);
        int read = window <= middle ? 1 : 0;
        if (read == 1) {
            high = middle;
        } else {
            low = middle + 1;
        }
        while (((low ^ high) & BitWriter.OCTET_MASK) == 0) {
            low = low << 8 & BitWriter.TOP;
            high = high << 8 & BitWriter.TOP | 0xff;
            window = window << 8 & BitWriter.TOP | next();
        }
        return read;
    }

    /** Whether the bytes are exactly those of a writer that wrote what was read. */
    boolean complete() {
        int read = at - 4;
        return read <= in.length && Arrays.equals(BitWriter.last(low, high), 0,
            BitWriter.last(low, high).length, in, read, in.length);
    }
}
