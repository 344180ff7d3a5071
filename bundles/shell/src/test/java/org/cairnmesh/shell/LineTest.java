// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static Line.Ours ours(Verb verb, String pipe, String... words) {
        return new Line.Ours(verb, List.of(words), pipe);
    }

    @Test
    void splitsAtBlanksOnly() {
        assertEquals(ours(Verb.SET, "", "R-100", "x", "{a,b}*~$5#;&>(1)[2]"),
            Line.of("  set R-100\t x  {a,b}*~$5#;&>(1)[2] "));
    }

    @Test
    void takesQuotesAndBackslashesAsAShellDoes() {
        assertEquals(ours(Verb.SET, "", "it's", "a b", "say \"x\" \\n $5"),
            Line.of("set it\\'s 'a b' \"say \\\"x\\\" \\n $5\""));
        assertEquals(ours(Verb.SET, "", "R", "f", ""), Line.of("set R f ''"));
        assertEquals(ours(Verb.SET, "", "R", "f", "ab c"), Line.of("set R f a'b c'"));
    }

    @Test
    void endsAtAPipeThatIsNotQuoted() {
        assertEquals(ours(Verb.VIEW, "| grep 'x y' | grep z", "--form", "a|b"),
            Line.of("view --form 'a|b' | grep 'x y' | grep z"));
        assertEquals(ours(Verb.VIEW, "|grep x"), Line.of("view|grep x"));
    }

    @Test
    void knowsItsOwnScopeAndNoOther() {
        assertEquals(ours(Verb.VIEW, ""), Line.of("cairn:view"));
        assertEquals(new Line.Theirs("gogo:set x"), Line.of(" gogo:set x "));
        assertEquals(new Line.Theirs("lb | grep 'x'"), Line.of("lb | grep 'x'"));
        assertEquals(new Line.Theirs("viewer"), Line.of("viewer"));
        assertEquals(new Line.Theirs(""), Line.of("  "));
    }

    @Test
    void takesTheRestOfALineAsTheTextOfANote() {
        assertEquals(ours(Verb.NOTE, "", "R-100", "it cost $5  \"maybe\" | it's # 1\\2"),
            Line.of("note R-100  it cost $5  \"maybe\" | it's # 1\\2"));
        assertEquals(ours(Verb.NOTE, "", "--form", "well", "--json", "R 1", "x"),
            Line.of("note --form well --json 'R 1' x"));
        assertEquals(ours(Verb.NOTE, "", "R-100"), Line.of("note R-100 "));
    }

    @Test
    void takesANoteOutOfTheQuotesThatHoldAllOfIt() {
        assertEquals(ours(Verb.NOTE, "", "R", "it \"cost\" $5"),
            Line.of("note R \"it \\\"cost\\\" $5\""));
        assertEquals(ours(Verb.NOTE, "", "R", "'a' and 'b'"), Line.of("note R 'a' and 'b'"));
        assertEquals(ours(Verb.NOTE, "", "R", "\"open"), Line.of("note R \"open"));
    }

    @Test
    void complainsAboutAQuoteThatIsNotClosed() {
        Complaint complaint = assertThrows(Complaint.class, () -> Line.of("set R name O'Brien"));

        assertEquals("a quote (') is not closed; for the character itself type \\'",
            complaint.getMessage());
        assertEquals(2, complaint.status());
    }
}
