// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

/** Finds what is not code in Java: comments, and the contents of strings and characters. */
final class Literals {
    private Literals() { }

    /** The text with every character of a comment or a literal, but line ends, made a blank. */
    static String blank(String text) {
        StringBuilder code = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            for (int i = at; i < end; i++) {
                if (text.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
            at = Math.max(end, at + 1);
        }
        return code.toString();
    }

    /** Where the comment or literal that starts here ends; here if none does. */
    private static int end(String text, int at) {
        if (text.startsWith("//", at)) {
            return close(text, at, "\n");
        }
        if (text.startsWith("/*", at)) {
            return close(text, at + 2, "*/");
        }
        if (text.startsWith("\"\"\"", at)) {
            return close(text, at + 3, "\"\"\"");
        }
        char quote = text.charAt(at);
        return quote == '"' || quote == '\'' ? close(text, at + 1, String.valueOf(quote)) : at;
    }

    private static int close(String text, int from, String with) {
        boolean escapes = with.startsWith("\"") || with.equals("'");
        int at = from;
        while (at < text.length() && !text.startsWith(with, at)) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), at + with.length());
    }
}
