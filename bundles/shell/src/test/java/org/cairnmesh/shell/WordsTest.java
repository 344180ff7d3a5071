// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {
    @Test
    void takesOptionsAnywhere() {
        Words words = Words.of(Verb.IMPORT,
            List.of("--form", "well", "a.csv", "--key=id", "--json"));

        assertEquals(new Words(List.of("a.csv"),
            Map.of("form", List.of("well"), "key", List.of("id")),
            Set.of("json")), words);
    }

    @Test
    void takesTheValueOfSetAsItIs() {
        Words words = Words.of(Verb.SET, List.of("R-1", "flag", "--json", "--form", "well"));

        assertEquals(List.of("R-1", "flag", "--json"), words.positional());
        assertEquals(Map.of("form", List.of("well")), words.options());
        assertEquals(Set.of(), words.flags());
    }

    @Test
    void takesTheTextOfANoteAsItIs() {
        Words words = Words.of(Verb.NOTE, List.of("--json", "R-1", "use", "--form", "--", "x"));

        assertEquals(List.of("R-1", "use", "--form", "--", "x"), words.positional());
        assertEquals(Set.of("json"), words.flags());
    }

    @Test
    void takesEverythingBehindTwoDashes() {
        assertEquals(List.of("--odd"), Words.of(Verb.RECORD, List.of("--", "--odd")).positional());
    }

    @Test
    void takesNegativeNumbersAndMinusAsWords() {
        assertEquals(List.of("R-1", "x", "-5"),
            Words.of(Verb.SET, List.of("R-1", "x", "-5")).positional());
        assertEquals(List.of("-"), Words.of(Verb.EXPORT, List.of("-")).positional());
    }

    @ParameterizedTest
    @CsvSource({
        "SET, R-1 status, something is missing",
        "SET, R-1 status a b, 'too many words, from ''b'' on'",
        "NOTE, R-1, something is missing",
        "VIEW, --from x, no option --from",
        "VIEW, --form, --form needs a value",
        "VIEW, --form=, --form needs a value",
        "VIEW, --form a --form b, --form stands there twice",
        "VIEW, --json=1, no option --json=1",
        "FRONT, x, too many words",
        "QUIT, --json, no option --json",
        "ATTACH, R-1 photo, something is missing",
        "RECORD, '', something is missing",
        "IMPORT, '', something is missing",
        "EXPORT, a b, too many words",
        "HELP, a b, too many words",
        "AS, a b, too many words",
        "GREP, '', something is missing",
    })
    void complainsAboutWhatDoesNotFit(Verb verb, String text, String what) {
        List<String> words = text.isEmpty() ? List.of() : List.of(text.split(" "));

        Complaint complaint = assertThrows(Complaint.class, () -> Words.of(verb, words));

        assertEquals(2, complaint.status());
        assertTrue(complaint.getMessage().startsWith(verb.word() + ": " + what),
            complaint.getMessage());
        assertTrue(complaint.getMessage().endsWith("Usage: " + verb.usage()),
            complaint.getMessage());
    }

    @ParameterizedTest
    @EnumSource(Verb.class)
    void everyCommandTakesItsOwnExample(Verb verb) {
        Line.Ours example = (Line.Ours) Line.of(verb.example());

        Words words = Words.of(example.verb(), example.words());

        assertTrue(words.count() >= verb.shape().least() || example.verb() != verb);
        assertTrue(verb.about().endsWith("."), verb.about());
    }
}
