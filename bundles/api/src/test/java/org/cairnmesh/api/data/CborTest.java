// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CborTest {
    /** RFC 8949, appendix A, where it has items of ours; the decimal is from section 3.4.4. */
    static Stream<Arguments> vectors() {
        return Stream.of(
            Arguments.of("00", Item.of(0)),
            Arguments.of("01", Item.of(1)),
            Arguments.of("0a", Item.of(10)),
            Arguments.of("17", Item.of(23)),
            Arguments.of("1818", Item.of(24)),
            Arguments.of("1819", Item.of(25)),
            Arguments.of("1864", Item.of(100)),
            Arguments.of("1903e8", Item.of(1000)),
            Arguments.of("1a000f4240", Item.of(1_000_000)),
            Arguments.of("1b000000e8d4a51000", Item.of(1_000_000_000_000L)),
            Arguments.of("1b7fffffffffffffff", Item.of(Long.MAX_VALUE)),
            Arguments.of("3b7fffffffffffffff", Item.of(Long.MIN_VALUE)),
            Arguments.of("20", Item.of(-1)),
            Arguments.of("29", Item.of(-10)),
            Arguments.of("3863", Item.of(-100)),
            Arguments.of("3903e7", Item.of(-1000)),
            Arguments.of("c48221196ab3", new Item.Dec(new BigDecimal("273.15"))),
            Arguments.of("f4", Item.FALSE),
            Arguments.of("f5", Item.TRUE),
            Arguments.of("f6", Item.NULL),
            Arguments.of("40", Item.of(Bytes.EMPTY)),
            Arguments.of("4401020304", Item.of(Bytes.ofHex("01020304"))),
            Arguments.of("60", Item.of("")),
            Arguments.of("6161", Item.of("a")),
            Arguments.of("6449455446", Item.of("IETF")),
            Arguments.of("62225c", Item.of("\"\\")),
            Arguments.of("62c3bc", Item.of("\u00fc")),
            Arguments.of("63e6b0b4", Item.of("\u6c34")),
            Arguments.of("64f0908591", Item.of("\ud800\udd51")),
            Arguments.of("80", Item.of(new Item[0])),
            Arguments.of("83010203", ints(1, 2, 3)),
            Arguments.of("8301820203820405", Item.of(Item.of(1), ints(2, 3), ints(4, 5))),
            Arguments.of("98190102030405060708090a0b0c0d0e0f101112131415161718181819",
                ints(LongStream.rangeClosed(1, 25).toArray())),
            Arguments.of("a0", Item.Table.EMPTY),
            Arguments.of("a26161016162820203",
                new Item.Table(Map.of("a", Item.of(1), "b", ints(2, 3)))),
            Arguments.of("826161a161626163",
                Item.of(Item.of("a"), new Item.Table(Map.of("b", Item.of("c"))))),
            Arguments.of("a56161614161626142616361436164614461656145",
                new Item.Table(Map.of("a", Item.of("A"), "b", Item.of("B"), "c", Item.of("C"),
                    "d", Item.of("D"), "e", Item.of("E")))));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodesAndDecodesTheVectorsOfTheRfc(String hex, Item item) {
        assertEquals(hex, Cbor.encode(item).hex());
        assertEquals(item, Cbor.decode(Bytes.ofHex(hex)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "1817", "190018", "1900ff", "1a00000018", "1a0000ffff", "1b00000000ffffffff",
        "3817", "5800", "5801ff", "7800", "9800", "b800", "d804820001"})
    void refusesHeadsThatAreNotTheShortest(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1bffffffffffffffff", "3bffffffffffffffff", "1b8000000000000000",
        "3b8000000000000000", "c249010000000000000000"})
    void refusesNumbersBeyond64Bits(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5f42010243030405ff", "7f657374726561646d696e67ff", "9fff", "bfff",
        "bf6161019fff", "ff", "1c", "1d", "1e", "1f", "3f", "df"})
    void refusesIndefiniteLengthsAndReservedHeads(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f90000", "f93c00", "f97e00", "fa47c35000", "fb3ff199999999999a",
        "f7", "f0", "e0", "f3", "f814", "f818", "f8ff", "f801"})
    void refusesFloatsAndOtherSimpleValues(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0",
        "d74401020304", "c401", "c48101", "c483010203", "c482616101", "c482016161",
        "c482184101", "c482384001", "c4823b7fffffffffffffff01", "c4821b7fffffffffffffff01"})
    void refusesTagsThatAreNoDecimalOfOurs(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a201020304", "a1f601", "a1410001", "a2616101616102",
        "a2616201616102", "a262616101616202", "a26161016001"})
    void refusesKeysThatAreNoTextOrTwiceOrOutOfOrder(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "f6f6", "8300", "18", "19ff", "62c3", "4401", "a1",
        "a16161", "c4", "c482", "c48201"})
    void refusesWhatIsCutShortOrGoesOn(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"61ff", "62c080", "63eda080", "64f4908080", "6180", "a161ff01"})
    void refusesTextThatIsNotUtf8(String hex) {
        refuses(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9b7fffffffffffffff", "9a7fffffff", "9a0fffffff00",
        "5b7fffffffffffffff", "5a7fffffff", "7b7fffffffffffffff", "bb7fffffffffffffff",
        "ba7fffffff6000", "9bffffffffffffffff", "bbffffffffffffffff", "5bffffffffffffffff"})
    void refusesHugeCountsBeforeItMakesRoomForThem(String hex) {
        refuses(hex);
    }

    @Test
    void bothSidesKeepTheBoundOfDepth() {
        assertEquals(nested(16), Cbor.decode(Cbor.encode(nested(16))));
        assertThrows(IllegalArgumentException.class, () -> Cbor.encode(nested(17)));
        refuses("81".repeat(17) + "00");
        refuses("a160".repeat(17) + "00");
        refuses("81".repeat(60_000) + "00");
        refuses("c4".repeat(60_000) + "00");
    }

    @Test
    void aDecimalCountsForTwoOfTheDepth() {
        Item decimal = new Item.Dec(new BigDecimal("1.5"));

        assertEquals(wrapped(decimal, 14), Cbor.decode(Cbor.encode(wrapped(decimal, 14))));
        assertThrows(IllegalArgumentException.class, () -> Cbor.encode(wrapped(decimal, 15)));
    }

    @Test
    void aDecimalKeepsItsDigits() {
        Item decimal = new Item.Dec(new BigDecimal("1.50"));

        assertEquals(decimal, Cbor.decode(Cbor.encode(decimal)));
        assertEquals("c482211896", Cbor.encode(decimal).hex());
    }

    @Test
    void generatedItemsSurviveTheRoundTrip() {
        for (long seed = 0; seed < 500; seed++) {
            Item item = new Items(new Random(seed)).next(4);

            Bytes bytes = Cbor.encode(item);

            assertEquals(item, Cbor.decode(bytes), "seed " + seed);
        }
    }

    @Test
    void whateverItAcceptsItWouldHaveWritten() {
        int accepted = 0;
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = Cbor.encode(new Items(random).next(2)).toArray();
            for (int i = random.nextInt(3); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }

            Item item;
            try {
                item = Cbor.decode(Bytes.of(bytes));
            } catch (MalformedException e) {
                continue;
            }

            accepted++;
            assertEquals(Bytes.of(bytes), Cbor.encode(item), "seed " + seed);
        }
        assertTrue(accepted > 1_000, "too few accepted: " + accepted);
    }

    private static void refuses(String hex) {
        assertThrows(MalformedException.class, () -> Cbor.decode(Bytes.ofHex(hex)), hex);
    }

    private static Item ints(long... numbers) {
        return new Item.Array(LongStream.of(numbers).mapToObj(Item::of).toList());
    }

    private static Item nested(int arrays) {
        return wrapped(Item.of(0), arrays);
    }

    private static Item wrapped(Item item, int arrays) {
        return IntStream.range(0, arrays).boxed()
            .reduce(item, (inner, i) -> Item.of(new Item[] {inner}), (a, b) -> b);
    }
}
