// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {
    @Test
    void keysAreOrderedAsTheirEncodingsAre() {
        for (long seed = 0; seed < 20_000; seed++) {
            Items items = new Items(new Random(seed));
            String a = items.text();
            String b = items.text();

            int byBytes = Cbor.encode(Item.of(a)).compareTo(Cbor.encode(Item.of(b)));

            assertEquals(Integer.signum(byBytes), Integer.signum(Item.KEY_ORDER.compare(a, b)),
                "seed " + seed);
        }
    }

    @Test
    void anAstralKeyComesAfterTheLastOfTheBasicPlaneOfTheSameLength() {
        assertEquals(-1, Integer.signum(Item.KEY_ORDER.compare("\uffffa", "\ud800\udc00")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\udc00\ud800", "\ud800\ud800\udc00"})
    void halfOfASurrogatePairIsNoTextAndNoKey(String text) {
        assertThrows(IllegalArgumentException.class, () -> Item.of(text));
        assertThrows(IllegalArgumentException.class,
            () -> new Item.Table(Map.of(text, Item.NULL)));
    }

    @Test
    void aTableIsNotTouchedByWhatItWasMadeOf() {
        Map<String, Item> hash = new HashMap<>(Map.of("a", Item.of(1)));
        TreeMap<String, Item> sorted = new TreeMap<>(Item.KEY_ORDER);
        sorted.put("a", Item.of(1));
        Item.Table fromHash = new Item.Table(hash);
        Item.Table fromSorted = new Item.Table(sorted);

        hash.put("b", Item.of(2));
        sorted.put("b", Item.of(2));

        assertEquals(new Item.Table(Map.of("a", Item.of(1))), fromHash);
        assertEquals(fromHash, fromSorted);
        assertThrows(UnsupportedOperationException.class, () -> fromSorted.entries().clear());
    }

    @Test
    void aTableIsInTheOrderOfItsEncodingWhateverItWasMadeOf() {
        TreeMap<String, Item> alphabetic = new TreeMap<>();
        List.of("bb", "a", "c", "aa").forEach(key -> alphabetic.put(key, Item.NULL));

        Item.Table table = new Item.Table(alphabetic);

        assertEquals(List.of("a", "c", "aa", "bb"), new ArrayList<>(table.entries().keySet()));
    }

    @Test
    void aChangedTableDiffersInOneKey() {
        Item.Table table = new Item.Table(Map.of("a", Item.of(1), "b", Item.of(2)));

        assertEquals(new Item.Table(Map.of("a", Item.of(1), "b", Item.of(3))),
            table.with("b", Item.of(3)));
        assertEquals(new Item.Table(Map.of("a", Item.of(1))), table.without("b"));
        assertEquals(2, table.entries().size());
    }

    @Test
    void aTableAnswersWhatIsNotThereWithNothing() {
        Item.Table table = new Item.Table(Map.of("a", Item.of(1)));

        assertEquals(Item.NULL, table.get("b"));
        assertEquals("", table.text("a"));
        assertEquals(1, table.number("a", 7));
        assertEquals(7, table.number("b", 7));
        assertEquals(List.of(), table.list("a"));
        assertEquals(Item.Table.EMPTY, table.table("a"));
    }

    @Test
    void aDecimalHasAtMost63BitsAndAScaleOfAtMost64() {
        new Item.Dec(new BigDecimal(BigInteger.valueOf(Long.MIN_VALUE), 64));

        assertThrows(IllegalArgumentException.class,
            () -> new Item.Dec(new BigDecimal(BigInteger.ONE.shiftLeft(63), 0)));
        assertThrows(IllegalArgumentException.class,
            () -> new Item.Dec(new BigDecimal(BigInteger.ONE, 65)));
        assertThrows(IllegalArgumentException.class,
            () -> new Item.Dec(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)));
    }
}
