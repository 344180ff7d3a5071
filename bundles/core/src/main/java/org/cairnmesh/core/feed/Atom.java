// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;

/** A text, a number or bytes, as the bytes that it is spelt with. Numbers are in decimal digits. */
final class Atom {
    static final int TEXT = 0;
    static final int INT = 1;
    static final int DEC = 2;
    static final int BIN = 3;
    static final Atom EMPTY = of(Item.of(""));

    private static final int NUMBER_BYTES_MAX = 128;
    private static final int DIGITS_MAX = 18;

    final int type;
    final byte[] bytes;
    final Item item;
    final int hash;
    private final boolean isNumber;
    private final long number;

    private Atom(int type, byte[] bytes, Item item) {
        this.type = type;
        this.bytes = bytes;
        this.item = item;
        int h = type;
        for (byte octet : bytes) {
            h = 31 * h + (octet & 0xff);
        }
        this.hash = h;
        this.isNumber = digits();
        long digits = 0;
        for (int i = 0; isNumber && i < bytes.length; i++) {
            digits = 10 * digits + bytes[i] - '0';
        }
        this.number = digits;
    }

    static Atom of(Item item) {
        if (item instanceof Item.Text text) {
            return new Atom(TEXT, text.value().getBytes(StandardCharsets.UTF_8), item);
        }
        if (item instanceof Item.Int number) {
            return new Atom(INT, ascii(Long.toString(number.value())), item);
        }
        if (item instanceof Item.Dec dec) {
            return new Atom(DEC, ascii(dec.value().toString()), item);
        }
        return new Atom(BIN, ((Item.Bin) item).value().toArray(), item);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The atom that is spelt so.
     *
     * @throws MalformedException       if there is none
     * @throws IllegalArgumentException as that
     */
    static Atom read(int type, byte[] bytes) {
        if ((type == INT || type == DEC) && bytes.length > NUMBER_BYTES_MAX) {
            throw new MalformedException("a number of " + bytes.length + " digits");
        }
        String text = type == BIN ? "" : new String(bytes, StandardCharsets.UTF_8);
        Atom atom = of(switch (type) {
            case TEXT -> Item.of(text);
            case INT -> Item.of(Long.parseLong(text));
            case DEC -> new Item.Dec(new BigDecimal(text));
            default -> Item.of(Bytes.of(bytes));
        });
        if (!Arrays.equals(atom.bytes, bytes)) {
            throw new MalformedException("a value that is spelt in another way");
        }
        return atom;
    }

    /** The whole number, as a number or as a text. */
    static Atom number(int type, long number) {
        return of(type == TEXT ? Item.of(Long.toString(number)) : Item.of(number));
    }

    /** Whether it is a whole number of few digits, or a text that is written just so. */
    boolean isNumber() {
        return isNumber;
    }

    long number() {
        return number;
    }

    private boolean digits() {
        if (type > INT || bytes.length == 0 || bytes.length > DIGITS_MAX) {
            return false;
        }
        for (byte octet : bytes) {
            if (octet < '0' || octet > '9') {
                return false;
            }
        }
        return bytes[0] != '0' || bytes.length == 1;
    }

    boolean same(Atom other) {
        return hash == other.hash && type == other.type && Arrays.equals(bytes, other.bytes);
    }
}
