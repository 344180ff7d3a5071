// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;

/** Spoils items: what a faulty or hostile box may have signed in place of a payload. */
final class Garbage {
    private final Random random;

    Garbage(Random random) {
        this.random = random;
    }

    /** The table with something cut off, replaced or added, at some depth. */
    Item.Table spoil(Item.Table table) {
        Map<String, Item> entries = new TreeMap<>(table.entries());
        for (String key : table.entries().keySet()) {
            int choice = random.nextInt(4);
            if (choice == 0) {
                entries.remove(key);
            } else if (choice == 1) {
                entries.put(key, spoil(table.get(key)));
            }
        }
        if (random.nextInt(4) == 0) {
            entries.put(random.nextBoolean() ? "" : "x" + random.nextInt(9), junk(2));
        }
        return new Item.Table(entries);
    }

    private Item spoil(Item item) {
        if (random.nextInt(3) == 0) {
            return junk(12);
        }
        if (item instanceof Item.Table table) {
            return spoil(table);
        }
        if (item instanceof Item.Array array && array.size() > 0) {
            List<Item> items = new ArrayList<>(array.items());
            int index = random.nextInt(items.size());
            items.set(index, spoil(items.get(index)));
            return new Item.Array(items.subList(0, 1 + random.nextInt(items.size())));
        }
        if (item instanceof Item.Bin bin) {
            return Item.of(bin.value().head(random.nextInt(bin.value().size() + 1)));
        }
        return item instanceof Item.Int number ? Item.of(-number.value()) : junk(1);
    }

    private Item junk(int depth) {
        return switch (random.nextInt(depth == 0 ? 7 : 9)) {
            case 0 -> Item.NULL;
            case 1 -> Item.FALSE;
            case 2 -> Item.of(random.nextLong());
            case 3 -> new Item.Dec(new BigDecimal("-0.50"));
            case 4 -> Item.of("");
            case 5 -> Item.of("\u0663\ud83d\ude00");
            case 6 -> Item.of(Bytes.ofHex("00".repeat(random.nextInt(40))));
            case 7 -> Item.of(junk(depth - 1), junk(depth - 1));
            default -> new Item.Table(Map.of("", junk(depth - 1), "record", junk(depth - 1)));
        };
    }
}
