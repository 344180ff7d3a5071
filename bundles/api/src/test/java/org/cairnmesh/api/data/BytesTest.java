// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    private static final Bytes FIVE = Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5);

    @Test
    void areNotTouchedByTheArraysThatGoInAndOut() {
        byte[] in = {1, 2};
        Bytes bytes = Bytes.of(in);

        in[0] = 9;
        bytes.toArray()[1] = 9;

        assertEquals(Bytes.ofHex("0102"), bytes);
    }

    @Test
    void areComparedAsUnsignedNumbersAndThenByLength() {
        assertTrue(Bytes.ofHex("7f").compareTo(Bytes.ofHex("80")) < 0);
        assertTrue(Bytes.ofHex("01").compareTo(Bytes.ofHex("0100")) < 0);
        assertEquals(0, Bytes.ofHex("0102").compareTo(Bytes.of((byte) 1, (byte) 2)));
    }

    @Test
    void aSliceBeyondTheEndIsRefusedAndNotFilledWithZeros() {
        assertEquals(Bytes.ofHex("0405"), FIVE.slice(3, 2));
        assertEquals(Bytes.EMPTY, FIVE.slice(5, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> FIVE.slice(3, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> FIVE.slice(-1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> FIVE.slice(2, -1));
    }

    @Test
    void aHeadIsAtMostWhatThereIs() {
        assertEquals(Bytes.ofHex("0102"), FIVE.head(2));
        assertEquals(FIVE, FIVE.head(9));
    }

    @Test
    void startsWithItsHeadsOnly() {
        assertTrue(FIVE.startsWith(Bytes.EMPTY));
        assertTrue(FIVE.startsWith(FIVE));
        assertTrue(FIVE.startsWith(FIVE.head(2)));
        assertFalse(FIVE.startsWith(Bytes.ofHex("0103")));
        assertFalse(FIVE.head(2).startsWith(FIVE));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE, 0x0102030405060708L})
    void aLongSurvivesTheRoundTrip(long number) {
        assertEquals(number, Bytes.ofLong(number).toLong());
    }

    @Test
    void theMostSignificantByteOfALongComesFirst() {
        assertEquals("0000000000000102", Bytes.ofLong(258).hex());
        assertEquals(258, Bytes.ofHex("0102").toLong());
        assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex("00".repeat(9)).toLong());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "zz", "0x", "\u0661\u0661"})
    void textThatIsNotHexadecimalIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex(text));
    }

    @Test
    void equalBytesHaveEqualHashes() {
        assertEquals(Bytes.ofHex("0a0b").hashCode(), Bytes.of((byte) 10, (byte) 11).hashCode());
        assertEquals("0a0b", Bytes.ofHex("0A0B").toString());
    }
}
