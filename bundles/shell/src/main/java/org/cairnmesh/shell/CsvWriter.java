// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Writes rows of CSV that {@link CsvReader} reads back byte for byte; lines end in LF. */
final class CsvWriter {
    private static final char MARK = '\ufeff';

    private CsvWriter() { }

    static String row(List<String> cells) {
        if (cells.equals(List.of(""))) {
            return "\"\"\n";
        }
        return cells.stream().map(CsvWriter::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
            && text.strip().equals(text) && text.indexOf(MARK) != 0;
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
