// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;

/** Reads what {@link WireWriter} wrote; whatever is cut or too long is a MalformedException. */
final class WireReader {
    private static final int NUMBER_BYTES_MAX = 9;

    private final Bytes in;
    private int at;

    WireReader(Bytes in) {
        this.in = in;
    }

    int octet() {
        need(1);
        return in.at(at++) & 0xff;
    }

    Bytes bytes(int size) {
        need(size);
        Bytes value = in.slice(at, size);
        at += size;
        return value;
    }

    Bytes rest() {
        return bytes(in.size() - at);
    }

    boolean more() {
        return at < in.size();
    }

    /** A number from 0 to 2^63 - 1, in its shortest form. */
    long number() {
        long value = 0;
        for (int i = 0; i < NUMBER_BYTES_MAX; i++) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << 7 * i;
            if (octet < 0x80) {
                if (octet == 0 && i > 0) {
                    throw new MalformedException("a number that is not the shortest at " + at);
                }
                return value;
            }
        }
        throw new MalformedException("a number beyond 63 bits at " + at);
    }

    int number(int max) {
        long value = number();
        if (value > max) {
            throw new MalformedException("a number over " + max + ": " + value + " at " + at);
        }
        return (int) value;
    }

    long signed() {
        long value = number();
        return value >>> 1 ^ -(value & 1);
    }

    private void need(int size) {
        if (size < 0 || size > in.size() - at) {
            throw new MalformedException("cut short at " + at + " of " + in.size());
        }
    }
}
