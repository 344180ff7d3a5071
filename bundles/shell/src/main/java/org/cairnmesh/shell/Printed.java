// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

/**
 * Text as a terminal shows it. Records come from other people's boxes: control characters are
 * written out, so that no value can move the cursor or break a table.
 */
final class Printed {
    /** Ranges that take two columns: Unicode's East Asian Width W and F, and pictographs. */
    private static final int[] WIDE = {
        0x1100, 0x115f, 0x231a, 0x231b, 0x2e80, 0x303e, 0x3041, 0x4dbf, 0x4e00, 0xa4cf,
        0xa960, 0xa97f, 0xac00, 0xd7a3, 0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff01, 0xff60,
        0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f680, 0x1f6ff, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd,
    };

    private Printed() { }

    /** The text on one line, with control characters written out. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (hidden(c)) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Control characters, line separators and what turns the direction of writing. */
    private static boolean hidden(int c) {
        return Character.isISOControl(c)
            || c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }

    /** How many columns of a terminal the text takes. */
    static int columns(String text) {
        return text.codePoints().map(Printed::columns).sum();
    }

    /** The text, cut to fit so many columns; what was cut shows as {@code …}. */
    static String cut(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            used += columns(text.codePointAt(i));
            if (used > columns) {
                break;
            }
            out.appendCodePoint(text.codePointAt(i));
        }
        return out.append('…').toString();
    }

    private static int columns(int c) {
        switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> {
                return 0;
            }
            default -> { }
        }
        for (int i = 0; i < WIDE.length; i += 2) {
            if (c >= WIDE[i] && c <= WIDE[i + 1]) {
                return 2;
            }
        }
        return 1;
    }
}
