// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.io.ByteArrayOutputStream;
import org.cairnmesh.api.data.Bytes;

/**
 * Writes the fields of a message: bytes, and numbers in the fewest groups of seven bits (LEB128).
 */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter octet(int value) {
        out.write(value);
        return this;
    }

    WireWriter bytes(Bytes value) {
        out.writeBytes(value.toArray());
        return this;
    }

    /** A number from 0 on. */
    WireWriter number(long value) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** A number of either sign, the small ones short. */
    WireWriter signed(long value) {
        return number(value << 1 ^ value >> 63);
    }

    int size() {
        return out.size();
    }

    Bytes done() {
        return Bytes.of(out.toByteArray());
    }
}
