// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CBOR (RFC 8949) as values of the JDK: Long, byte[], String, List, Map, BigDecimal, Boolean, and
 * {@link #NOTHING}. It reads what is well-formed; that it is also deterministic shows when it is
 * written again.
 */
public final class PlainCbor {
    /** The value null. */
    public static final Object NOTHING = new Object();

    private final byte[] in;
    private int at;

    private PlainCbor(byte[] in) {
        this.in = in;
    }

    public static Object read(byte[] bytes) {
        PlainCbor cbor = new PlainCbor(bytes);
        Object value = cbor.value();
        if (cbor.at != bytes.length) {
            throw new IllegalArgumentException("bytes behind a value");
        }
        return value;
    }

    private Object value() {
        int first = in[at++] & 0xff;
        long argument = argument(first & 31);
        return switch (first >> 5) {
            case 0 -> argument;
            case 1 -> -1 - argument;
            case 2 -> bytes((int) argument);
            case 3 -> new String(bytes((int) argument), StandardCharsets.UTF_8);
            case 4 -> list(argument);
            case 5 -> map(argument);
            case 6 -> decimal(argument);
            default -> simple(argument);
        };
    }

    private long argument(int info) {
        if (info < 24) {
            return info;
        }
        long number = 0;
        for (int i = 1 << info - 24; i > 0; i--) {
            number = number << 8 | in[at++] & 0xff;
        }
        return number;
    }

    private byte[] bytes(int size) {
        byte[] bytes = java.util.Arrays.copyOfRange(in, at, at + size);
        at += size;
        return bytes;
    }

    private List<Object> list(long size) {
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            list.add(value());
        }
        return list;
    }

    private Map<String, Object> map(long size) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (long i = 0; i < size; i++) {
            map.put((String) value(), value());
        }
        return map;
    }

    private BigDecimal decimal(long tag) {
        if (tag != 4) {
            throw new IllegalArgumentException("tag " + tag);
        }
        List<?> pair = (List<?>) value();
        return BigDecimal.valueOf((Long) pair.get(1), Math.toIntExact(-(Long) pair.get(0)));
    }

    private static Object simple(long info) {
        return info == 20 ? Boolean.FALSE : info == 21 ? Boolean.TRUE : NOTHING;
    }

    public static byte[] write(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, value);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        if (value instanceof Long number) {
            head(out, number < 0 ? 1 : 0, number < 0 ? -1 - number : number);
        } else if (value instanceof byte[] bytes) {
            head(out, 2, bytes.length);
            out.writeBytes(bytes);
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            head(out, 3, utf8.length);
            out.writeBytes(utf8);
        } else if (value instanceof List<?> list) {
            head(out, 4, list.size());
            list.forEach(each -> write(out, each));
        } else if (value instanceof Map<?, ?> map) {
            head(out, 5, map.size());
            map.forEach((key, each) -> {
                write(out, key);
                write(out, each);
            });
        } else if (value instanceof BigDecimal decimal) {
            head(out, 6, 4);
            write(out, List.of((long) -decimal.scale(),
                decimal.unscaledValue().longValueExact()));
        } else {
            out.write(value == NOTHING ? 0xf6 : (Boolean) value ? 0xf5 : 0xf4);
        }
    }

    private static void head(ByteArrayOutputStream out, int kind, long argument) {
        int bytes = argument < 24 ? 0 : argument < 256 ? 1 : argument < 65_536 ? 2
            : argument < 1L << 32 ? 4 : 8;
        out.write(kind << 5 | (bytes == 0 ? (int) argument
            : 24 + Integer.numberOfTrailingZeros(bytes)));
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (argument >> 8 * i));
        }
    }
}
