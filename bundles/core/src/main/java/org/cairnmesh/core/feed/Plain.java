// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Limits;

/**
 * What a body says, written out plainly: what its CRC-32 covers and its bound counts. One thread.
 */
final class Plain {
    private byte[] octets = new byte[1024];
    private int size;

    int size() {
        return size;
    }

    /**
     * @throws MalformedException past {@link Limits#BODY_PLAIN_BYTES_MAX}
     */
    Plain octet(int octet) {
        reserve(1);
        octets[size++] = (byte) octet;
        return this;
    }

    /** Eight bytes, most significant first. */
    Plain number(long number) {
        reserve(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            octets[size++] = (byte) (number >>> shift);
        }
        return this;
    }

    /** Two bytes, most significant first: the bound needs no more. */
    Plain count(int count) {
        return octet(count >>> 8).octet(count);
    }

    /** Type, size and bytes. */
    Plain atom(Atom atom) {
        reserve(3 + atom.bytes.length);
        octets[size++] = (byte) atom.type;
        octets[size++] = (byte) (atom.bytes.length >>> 8);
        octets[size++] = (byte) atom.bytes.length;
        System.arraycopy(atom.bytes, 0, octets, size, atom.bytes.length);
        size += atom.bytes.length;
        return this;
    }

    /** Sees that so many bytes more keep the bound. */
    void reserve(int more) {
        if (more < 0 || more > Limits.BODY_PLAIN_BYTES_MAX - size) {
            throw new MalformedException("a body of more than " + Limits.BODY_PLAIN_BYTES_MAX
                + " plain bytes");
        }
        if (size + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + more, 2 * octets.length));
        }
    }

    long crc() {
        CRC32 crc = new CRC32();
        crc.update(octets, 0, size);
        return crc.getValue();
    }
}
