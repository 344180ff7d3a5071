// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void keepsTheOrderOfNames() {
        assertEquals("{\"z\":1,\"a\":[true,\"x\"],\"m\":{}}",
            Json.text(Json.object("z", 1, "a", List.of(true, "x"), "m", Map.of())));
    }

    @Test
    void escapesQuotesBackslashesAndControls() {
        assertEquals("\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u2028é井\"",
            Json.text("a\"b\\c\n\r\t\u0001\u2028é井"));
    }

    @Test
    void keepsTheDigitsOfItems() {
        Item table = new Item.Table(Map.of(
            "d", new Item.Dec(new BigDecimal("0.0000001")),
            "i", Item.of(Long.MAX_VALUE),
            "n", Item.NULL,
            "b", Item.of(Bytes.ofHex("00ff")),
            "l", Item.of(Item.of("x"), Item.FALSE)));

        assertEquals("{\"b\":\"00ff\",\"d\":0.0000001,\"i\":9223372036854775807,"
            + "\"l\":[\"x\",false],\"n\":null}", Json.text(table));
    }

    @Test
    void writesEmptyListsAndObjects() {
        assertEquals("[]", Json.text(List.of()));
        assertEquals("{}", Json.text(Map.of()));
    }
}
