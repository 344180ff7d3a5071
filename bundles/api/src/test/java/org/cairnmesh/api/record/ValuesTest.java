// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.math.BigDecimal;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0700123456", "00123", "\u0663\u0664", "1.0", "-0", "+1", "1.",
        ".5", "1e5", "0x10", " 1", "1 ", "1\n", "TRUE", "True", "null", "NaN", "-0.0", "00.5",
        "1,5", "9223372036854775808", "1234567890123456789", "0.12345678901234567890", "--1", "-",
        "1234567890123456.7890123456789"})
    void whatWouldNotPrintBackTheSameStaysText(String text) {
        assertEquals(Item.of(text), Values.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "-7, -7", "999999999999999999, 999999999999999999"})
    void wholeNumbersBecomeNumbers(String text, long number) {
        assertEquals(Item.of(number), Values.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "-0.5", "12.25", "0.000001", "100.01", "0.00000000000000001"})
    void decimalsKeepTheirDigits(String text) {
        assertEquals(new Item.Dec(new BigDecimal(text)), Values.parse(text));
    }

    @Test
    void trueAndFalseBecomeBooleans() {
        assertEquals(Item.TRUE, Values.parse("true"));
        assertEquals(Item.FALSE, Values.parse("false"));
    }

    @Test
    void everyTypedTextIsShownAsItWasTyped() {
        String alphabet = "0123456789.-+e true";
        for (long seed = 0; seed < 50_000; seed++) {
            Random random = new Random(seed);
            StringBuilder typed = new StringBuilder();
            for (int i = random.nextInt(22); i > 0; i--) {
                typed.append(alphabet.charAt(random.nextInt(random.nextInt(4) == 0 ? 19 : 11)));
            }

            Item value = Values.parse(typed.toString());

            assertEquals(typed.toString(), Values.text(value), "seed " + seed);
            assertEquals(value, Cbor.decode(Cbor.encode(value)), "seed " + seed);
        }
    }

    @Test
    void everyKindOfValueIsShownAsSomething() {
        assertEquals("", Values.text(Item.NULL));
        assertEquals("0aff", Values.text(Item.of(Bytes.ofHex("0aff"))));
        assertInstanceOf(String.class, Values.text(Item.of(Item.of(1), Item.of(2))));
    }
}
