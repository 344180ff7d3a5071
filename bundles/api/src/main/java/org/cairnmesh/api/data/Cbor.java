// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The one encoding of an {@link Item}: CBOR with the core deterministic requirements of RFC 8949,
 * section 4.2.1 (shortest heads, definite lengths, sorted keys). Decimals are decimal fractions,
 * tag 4. The decoder ({@link CborReader}) refuses everything that this class would not write.
 */
public final class Cbor {
    /** How deep items may nest: an array in an array is at depth 1. A decimal counts for two. */
    public static final int DEPTH_MAX = 16;

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int TABLE = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;
    static final int TAG_DECIMAL = 4;
    static final int FALSE = 20;
    static final int TRUE = 21;
    static final int NULL = 22;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Cbor() { }

    /**
     * The one encoding of the item.
     *
     * @throws IllegalArgumentException if it nests deeper than {@link #DEPTH_MAX}: nobody could
     *     decode it
     */
    public static Bytes encode(Item item) {
        Cbor cbor = new Cbor();
        cbor.write(item, 0);
        return Bytes.of(cbor.out.toByteArray());
    }

    /**
     * The item that the bytes encode.
     *
     * @throws MalformedException if the bytes are not exactly the one encoding of one item
     */
    public static Item decode(Bytes bytes) {
        return CborReader.read(bytes.toArray());
    }

    private void write(Item item, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException("nested deeper than " + DEPTH_MAX);
        }
        if (item instanceof Item.Text text) {
            text(text.value());
        } else if (item instanceof Item.Int number) {
            number(number.value());
        } else if (item instanceof Item.Table table) {
            head(TABLE, table.entries().size());
            for (Map.Entry<String, Item> entry : table.entries().entrySet()) {
                text(entry.getKey());
                write(entry.getValue(), depth + 1);
            }
        } else if (item instanceof Item.Array array) {
            head(ARRAY, array.size());
            array.items().forEach(each -> write(each, depth + 1));
        } else if (item instanceof Item.Bin bin) {
            head(BYTES, bin.value().size());
            out.writeBytes(bin.value().toArray());
        } else if (item instanceof Item.Dec dec) {
            BigDecimal value = dec.value();
            head(TAG, TAG_DECIMAL);
            write(Item.of(Item.of((long) -value.scale()),
                Item.of(value.unscaledValue().longValueExact())), depth + 1);
        } else if (item instanceof Item.Bool bool) {
            head(SIMPLE, bool.value() ? TRUE : FALSE);
        } else {
            head(SIMPLE, NULL);
        }
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
    }

    private void number(long value) {
        if (value >= 0) {
            head(UNSIGNED, value);
        } else {
            head(NEGATIVE, -1 - value);
        }
    }

    private void head(int major, long argument) {
        int size = argument < 24 ? 0 : argument < 1L << 8 ? 1 : argument < 1L << 16 ? 2
            : argument < 1L << 32 ? 4 : 8;
        int info = switch (size) {
            case 0 -> (int) argument;
            case 1 -> 24;
            case 2 -> 25;
            case 4 -> 26;
            default -> 27;
        };
        out.write(major << 5 | info);
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
            out.write((int) (argument >>> shift));
        }
    }
}
