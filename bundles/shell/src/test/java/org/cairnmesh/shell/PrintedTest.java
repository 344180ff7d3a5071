// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintedTest {
    @Test
    void countsWideAndCombiningCharacters() {
        assertEquals(3, Printed.columns("abc"));
        assertEquals(4, Printed.columns("井戸"));
        assertEquals(1, Printed.columns("e\u0301"));
        assertEquals(2, Printed.columns("\ud83d\udea9"));
    }

    @Test
    void writesOutWhatWouldMoveTheCursor() {
        assertEquals("a\\u001b[2Jb\\n\\tc\\u202e", Printed.line("a\u001b[2Jb\n\tc\u202e"));
    }

    @Test
    void cutsByColumnsNotCharacters() {
        assertEquals("井…", Printed.cut("井戸水", 4));
        assertEquals("井戸水", Printed.cut("井戸水", 6));
        assertEquals("abc…", Printed.cut("abcdef", 4));
    }

    @Test
    void alignsColumnsWithoutBlanksAtTheEnds() {
        Table table = new Table("A", "NAME", "C");
        table.row("井戸", "", "x");
        table.row("1", "e\u0301é", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));

        assertEquals("A     NAME  C\n井戸        x\n1     e\u0301é\n",
            out.toString(StandardCharsets.UTF_8));
    }
}
