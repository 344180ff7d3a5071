// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text, an int, a dec or bytes (0 to 3), as the octets that it is spelt with. */
record Value(int type, byte[] octets) {
    static final Value EMPTY = new Value(0, new byte[0]);

    static Value number(int type, long number) {
        return new Value(type == 0 ? 0 : 1,
            Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    int hash() {
        int hash = type;
        for (byte octet : octets) {
            hash = 31 * hash + (octet & 0xff);
        }
        return hash;
    }

    boolean isNumber() {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        return type < 2 && text.matches("0|[1-9][0-9]{0,17}");
    }

    long number() {
        return Long.parseLong(new String(octets, StandardCharsets.US_ASCII));
    }

    String text() {
        if (type != 0) {
            throw new IllegalArgumentException("a name that is no text");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** As {@link PlainCbor} has it. */
    Object plain() {
        if (type == 0) {
            return text();
        }
        String spelt = new String(octets, StandardCharsets.ISO_8859_1);
        Object value = type == 1 ? (Object) Long.valueOf(spelt)
            : type == 2 ? new BigDecimal(spelt) : octets;
        boolean same = type == 3 || Arrays.equals(octets,
            value.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (!same) {
            throw new IllegalArgumentException("a number that is spelt in another way");
        }
        return value;
    }
}
