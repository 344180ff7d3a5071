// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * An immutable data item: what events carry and documents are made of. Each item has exactly one
 * encoding ({@link Cbor}), so equal items have equal bytes on every box. Safe from any thread.
 *
 * <p>There is no floating point: a decimal keeps the digits that a person typed.
 */
public sealed interface Item {
    Item NULL = new Null();
    Bool TRUE = new Bool(true);
    Bool FALSE = new Bool(false);

    /** The absence of a value, where a place for one exists. */
    record Null() implements Item { }

    record Bool(boolean value) implements Item { }

    /** A whole number of 64 bits. */
    record Int(long value) implements Item { }

    /** A decimal number with the scale it was written with; at most 63 bits without its point. */
    record Dec(BigDecimal value) implements Item {
        public Dec {
            if (value.unscaledValue().bitLength() > 63 || Math.abs((long) value.scale()) > 64) {
                throw new IllegalArgumentException("decimal with too many digits: " + value);
            }
        }
    }

    /** Text that has an encoding in UTF-8. */
    record Text(String value) implements Item {
        public Text {
            if (!Entries.encodable(value)) {
                throw new IllegalArgumentException("text with half of a surrogate pair");
            }
        }
    }

    record Bin(Bytes value) implements Item { }

    record Array(List<Item> items) implements Item {
        public Array {
            items = List.copyOf(items);
        }

        public Item at(int index) {
            return items.get(index);
        }

        public int size() {
            return items.size();
        }
    }

    /** A map from texts to items, kept in the order of its encoding: shorter keys first. */
    record Table(Map<String, Item> entries) implements Item {
        public static final Table EMPTY = new Table(Map.of());

        public Table {
            entries = Entries.of(entries);
        }

        /** The item under a key, or {@link Item#NULL}. */
        public Item get(String key) {
            return entries.getOrDefault(key, NULL);
        }

        public boolean has(String key) {
            return entries.containsKey(key);
        }

        /** The text under a key, or the empty text if there is none. */
        public String text(String key) {
            return get(key) instanceof Text text ? text.value() : "";
        }

        /** The whole number under a key, or {@code otherwise}. */
        public long number(String key, long otherwise) {
            return get(key) instanceof Int number ? number.value() : otherwise;
        }

        /** The items of the array under a key, or none. */
        public List<Item> list(String key) {
            return get(key) instanceof Array array ? array.items() : List.of();
        }

        /** The table under a key, or an empty one. */
        public Table table(String key) {
            return get(key) instanceof Table table ? table : EMPTY;
        }

        /** A table that differs in one key. */
        public Table with(String key, Item item) {
            return new Table(((Entries) entries).with(key, item));
        }

        public Table without(String key) {
            return new Table(((Entries) entries).without(key));
        }
    }

    /** The order of map keys in the encoding: by length in bytes, then byte by byte. */
    Comparator<String> KEY_ORDER = Item::compareKeys;

    static Item of(String text) {
        return new Text(text);
    }

    static Item of(long number) {
        return new Int(number);
    }

    static Item of(boolean flag) {
        return flag ? TRUE : FALSE;
    }

    static Item of(Bytes bytes) {
        return new Bin(bytes);
    }

    static Item of(Item... items) {
        return new Array(List.of(items));
    }

    private static int compareKeys(String a, String b) {
        int byLength = Integer.compare(encodedLength(a), encodedLength(b));
        if (byLength != 0) {
            return byLength;
        }
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i == a.length() || i == b.length() ? Integer.compare(a.length(), b.length())
            : Integer.compare(a.codePointAt(i), b.codePointAt(i));
    }

    private static int encodedLength(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return length;
    }
}
