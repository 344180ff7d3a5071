// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.RecordView.Head;
import org.cairnmesh.api.record.RecordView.Said;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static List<Head> heads(String... typed) {
        List<Head> heads = new ArrayList<>();
        for (String text : typed) {
            heads.add(new Head(Values.parse(text), new Said(
                new EventId(Bytes.ofLong(1), heads.size()), "ana", "north", 9 - heads.size())));
        }
        return heads;
    }

    private static String chosen(Resolver how, String... typed) {
        return String.join(" ", how.choose(heads(typed)).stream()
            .map(head -> Values.text(head.value())).toList());
    }

    @Test
    void eachChoosesAsItsNameSays() {
        String[] heads = {"7", "-1.5", "12", "9.25"};

        assertEquals("7", chosen(Resolver.SHOWN, heads));
        assertEquals("9.25", chosen(Resolver.FIRST, heads));
        assertEquals("12", chosen(Resolver.HIGHEST, heads));
        assertEquals("-1.5", chosen(Resolver.LOWEST, heads));
        assertEquals("7 -1.5 12 9.25", chosen(Resolver.ALL, heads));
    }

    @Test
    void numbersAreComparedAsNumbersAndPreferredToTexts() {
        assertEquals("10", chosen(Resolver.HIGHEST, "9", "10", "dry"));
        assertEquals("9", chosen(Resolver.LOWEST, "dry", "10", "9"));
        assertEquals("wet", chosen(Resolver.HIGHEST, "dry", "wet"));
        assertEquals("dry", chosen(Resolver.LOWEST, "wet", "dry"));
        assertEquals("\ud83d\ude00", chosen(Resolver.HIGHEST, "\uff5e", "\ud83d\ude00"));
    }

    @Test
    void ofEqualOnesTheOneShownFirstIsChosen() {
        for (Resolver how : List.of(Resolver.HIGHEST, Resolver.LOWEST, Resolver.ALL)) {
            List<Head> heads = heads("5", "5");

            assertEquals(heads.subList(0, 1), how.choose(heads), how.word());
        }
    }

    @Test
    void ofNothingNothingIsChosen() {
        for (Resolver how : Resolver.values()) {
            assertEquals(List.of(), how.choose(List.of()));
            assertEquals(Optional.of(how), Resolver.of(how.word()));
        }
        assertEquals(Optional.empty(), Resolver.of("SHOWN"));
    }

    @Test
    void aFormIsWrittenAndReadBack() {
        FormView form = new FormView("well", Map.of("depth",
            List.of(new Head(Item.of("lowest"), heads("1").get(0).said()))), List.of("odd"));

        assertEquals(Optional.of(form), FormView.of(form.document()));
        assertEquals(List.of(), RecordView.of(form.document()));
        assertEquals(Resolver.LOWEST, form.resolver("depth"));
        assertEquals(Optional.empty(), FormView.of(RecordView.document(List.of())));
    }
}
