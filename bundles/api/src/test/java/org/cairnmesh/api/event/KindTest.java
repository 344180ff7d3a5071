// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "record.create", "a1.b2", "a.b.c.d.e.f.g.h",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"})
    void isWordsOfLettersAndDigitsBetweenDots(String name) {
        assertEquals(name, new Kind(name).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "1a", "a.1", "A", "a b", "a-b", "ä", "a{",
        "a`", "a/", "a:", "a.b.c.d.e.f.g.h.i",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklm"})
    void isNothingElse(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Kind(name));
    }
}
