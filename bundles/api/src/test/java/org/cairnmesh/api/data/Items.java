// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Draws items of every kind, edges more often than chance would. */
final class Items {
    private static final int[] CODE_POINTS =
        {0, 'a', 'z', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};

    private final Random random;

    Items(Random random) {
        this.random = random;
    }

    Item next(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> Item.NULL;
            case 1 -> Item.of(random.nextBoolean());
            case 2 -> Item.of(number());
            case 3 -> decimal();
            case 4 -> Item.of(text());
            case 5 -> Item.of(bytes());
            case 6 -> new Item.Array(
                IntStream.range(0, random.nextInt(30)).mapToObj(i -> next(depth - 1)).toList());
            default -> table(depth);
        };
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 300 : 5); i > 0; i--) {
            text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
        }
        return text.toString();
    }

    private Item table(int depth) {
        Map<String, Item> entries = new HashMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            entries.put(text(), next(depth - 1));
        }
        return new Item.Table(entries);
    }

    private long number() {
        long power = 1L << random.nextInt(64);
        return (random.nextBoolean() ? power : -power) + random.nextInt(3) - 1;
    }

    private Item decimal() {
        return new Item.Dec(
            new BigDecimal(BigInteger.valueOf(number()), random.nextInt(129) - 64));
    }

    private Bytes bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
