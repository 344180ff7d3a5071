// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cairnmesh.api.data.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"0011223344556677-0", "ffffffffffffffff-9223372036854775807",
        "00112233445566aa-42"})
    void readsWhatItWrites(String text) {
        assertEquals(text, EventId.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "0011223344556677", "0011223344556677-", "001122334455667-1",
        "0011223344556677--1", "0011223344556677-+1", "0011223344556677-01",
        "0011223344556677-\u0661", "0011223344556677-9223372036854775808",
        "00112233445566AA-1", "00112233445566zz-1", "0011223344556677-1 "})
    void refusesEveryOtherText(String text) {
        assertThrows(IllegalArgumentException.class, () -> EventId.parse(text));
    }

    @Test
    void isOrderedByOriginAndThenByNumber() {
        EventId low = new EventId(Bytes.ofLong(1), 9);
        EventId high = new EventId(Bytes.ofLong(-1), 10);

        assertTrue(low.compareTo(high) < 0);
        assertTrue(new EventId(Bytes.ofLong(1), 10).compareTo(low) > 0);
    }

    @Test
    void hasEightBytesOfOriginAndNoNegativeNumber() {
        assertThrows(IllegalArgumentException.class, () -> new EventId(Bytes.ofHex("00"), 1));
        assertThrows(IllegalArgumentException.class, () -> new EventId(Bytes.ofLong(0), -1));
    }
}
