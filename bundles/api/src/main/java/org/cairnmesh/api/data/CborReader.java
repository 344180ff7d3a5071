// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The strict decoder behind {@link Cbor#decode}: bounded in depth, and by the input in size. */
final class CborReader {
    private final byte[] in;
    private int at;

    private CborReader(byte[] in) {
        this.in = in;
    }

    static Item read(byte[] bytes) {
        CborReader reader = new CborReader(bytes);
        Item item = reader.item(0);
        if (reader.at != bytes.length) {
            throw reader.malformed("bytes after the end of the item");
        }
        return item;
    }

    private Item item(int depth) {
        if (depth > Cbor.DEPTH_MAX) {
            throw malformed("nested deeper than " + Cbor.DEPTH_MAX);
        }
        int first = next();
        int major = first >> 5 & 7;
        long argument = argument(first & 31);
        return switch (major) {
            case Cbor.UNSIGNED -> new Item.Int(argument);
            case Cbor.NEGATIVE -> new Item.Int(-1 - argument);
            case Cbor.BYTES -> new Item.Bin(Bytes.of(in, advance(argument), (int) argument));
            case Cbor.TEXT -> new Item.Text(text(argument));
            case Cbor.ARRAY -> array(argument, depth);
            case Cbor.TABLE -> table(argument, depth);
            case Cbor.TAG -> decimal(argument, depth);
            default -> simple(first & 31);
        };
    }

    private Item array(long count, int depth) {
        List<Item> items = new ArrayList<>(sane(count));
        for (long i = 0; i < count; i++) {
            items.add(item(depth + 1));
        }
        return new Item.Array(items);
    }

    private Item table(long count, int depth) {
        sane(count);
        List<String> keys = new ArrayList<>((int) count);
        List<Item> values = new ArrayList<>((int) count);
        String last = null;
        for (long i = 0; i < count; i++) {
            int first = next();
            if (first >> 5 != Cbor.TEXT) {
                throw malformed("a key that is no text");
            }
            String key = text(argument(first & 31));
            if (last != null && Item.KEY_ORDER.compare(last, key) >= 0) {
                throw malformed("keys out of order or twice");
            }
            last = key;
            keys.add(key);
            values.add(item(depth + 1));
        }
        return new Item.Table(Entries.sorted(keys, values));
    }

    private Item decimal(long tag, int depth) {
        if (tag != Cbor.TAG_DECIMAL) {
            throw malformed("tag " + tag);
        }
        if (item(depth + 1) instanceof Item.Array pair && pair.size() == 2
            && pair.at(0) instanceof Item.Int exponent && pair.at(1) instanceof Item.Int mantissa
            && exponent.value() >= -64 && exponent.value() <= 64) {
            return new Item.Dec(BigDecimal.valueOf(mantissa.value(), (int) -exponent.value()));
        }
        throw malformed("a decimal that is not [exponent, mantissa]");
    }

    private Item simple(int info) {
        return switch (info) {
            case Cbor.FALSE -> Item.FALSE;
            case Cbor.TRUE -> Item.TRUE;
            case Cbor.NULL -> Item.NULL;
            default -> throw malformed("simple value or float " + info);
        };
    }

    private String text(long length) {
        int from = advance(length);
        int end = from + (int) length;
        int ascii = from;
        while (ascii < end && in[ascii] >= 0) {
            ascii++;
        }
        if (ascii == end) {
            return new String(in, from, (int) length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(in, from, (int) length)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("text that is not UTF-8");
        }
    }

    private long argument(int info) {
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw malformed("indefinite length or reserved head");
        }
        int size = 1 << info - 24;
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | next();
        }
        long least = size == 1 ? 24 : 1L << 4 * size;
        if (value < least) {
            throw malformed(value < 0 ? "number beyond 64 bits" : "head that is not the shortest");
        }
        return value;
    }

    /** A count of items, each of which takes at least one byte of what is left. */
    private int sane(long count) {
        if (count > in.length - at) {
            throw malformed("a count beyond the end");
        }
        return (int) count;
    }

    private int next() {
        return in[advance(1)] & 0xff;
    }

    private int advance(long length) {
        if (length > in.length - at) {
            throw malformed("cut short");
        }
        int from = at;
        at += (int) length;
        return from;
    }

    private MalformedException malformed(String what) {
        return new MalformedException(what + " at byte " + at + " of " + in.length);
    }
}
