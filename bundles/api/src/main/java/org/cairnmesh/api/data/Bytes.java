// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * An immutable sequence of bytes, compared byte by byte as unsigned numbers. Safe from any thread.
 */
public final class Bytes implements Comparable<Bytes> {
    /** No bytes at all. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of the given array. */
    public static Bytes of(byte... value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /** A copy of {@code length} bytes of the given array, which must have them. */
    public static Bytes of(byte[] value, int from, int length) {
        Objects.checkFromIndexSize(from, length, value.length);
        return new Bytes(Arrays.copyOfRange(value, from, from + length));
    }

    /** Eight bytes, most significant first. */
    public static Bytes ofLong(long number) {
        byte[] value = new byte[8];
        for (int i = 7; i >= 0; i--, number >>>= 8) {
            value[i] = (byte) number;
        }
        return new Bytes(value);
    }

    /**
     * The bytes that a hexadecimal text spells.
     *
     * @throws IllegalArgumentException if the text is not an even number of hexadecimal digits
     */
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return value.length;
    }

    public byte at(int index) {
        return value[index];
    }

    /** A fresh array with these bytes. */
    public byte[] toArray() {
        return value.clone();
    }

    /** Up to eight bytes as one number, most significant first. */
    public long toLong() {
        if (value.length > 8) {
            throw new IllegalArgumentException(value.length + " bytes do not fit a long");
        }
        long number = 0;
        for (byte b : value) {
            number = number << 8 | b & 0xff;
        }
        return number;
    }

    public Bytes slice(int from, int length) {
        return of(value, from, length);
    }

    /** The first {@code length} bytes, or all if there are fewer. */
    public Bytes head(int length) {
        return length >= value.length ? this : of(value, 0, length);
    }

    public boolean startsWith(Bytes prefix) {
        return prefix.size() <= size()
            && Arrays.equals(value, 0, prefix.size(), prefix.value, 0, prefix.size());
    }

    /** Copies all bytes to {@code target} from {@code at} on. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(value, 0, target, at, value.length);
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public int compareTo(Bytes other) {
        return Arrays.compareUnsigned(value, other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The hexadecimal digits. */
    @Override
    public String toString() {
        return hex();
    }
}
