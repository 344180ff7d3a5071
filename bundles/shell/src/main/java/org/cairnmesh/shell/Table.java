// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows for people: columns aligned by what a terminal shows, no blanks at the ends of lines. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        row((Object[]) heads);
    }

    Table(List<String> heads) {
        row(heads.toArray());
    }

    /** Adds a row; it may be shorter than the heads. */
    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Printed.line(cell.toString()));
        }
        rows.add(row);
    }

    /** Whether there is nothing under the heads. */
    boolean isEmpty() {
        return rows.size() == 1;
    }

    void print(PrintStream out) {
        int[] widths = widths();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            int wanted = 0;
            int used = 0;
            for (int i = 0; i < row.size(); i++) {
                if (!row.get(i).isEmpty()) {
                    line.append(" ".repeat(wanted - used)).append(row.get(i));
                    used = wanted + Printed.columns(row.get(i));
                }
                wanted += widths[i] + GAP.length();
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int[] widths() {
        int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], Printed.columns(row.get(i)));
            }
        }
        return widths;
    }
}
