// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

/** What an event is about, such as {@code field.set}: lower-case words with dots, at most 64. */
public record Kind(String name) implements Comparable<Kind> {
    private static final int LENGTH_MAX = 64;
    private static final int WORDS_MAX = 8;

    public Kind {
        if (name.length() > LENGTH_MAX || !shaped(name)) {
            throw new IllegalArgumentException("no event kind: " + name);
        }
    }

    /** Not by a pattern: a kind is made for each event that is read. */
    private static boolean shaped(String name) {
        int words = 1;
        boolean first = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z';
            if (!letter && (first || c != '.' && (c < '0' || c > '9'))) {
                return false;
            }
            first = c == '.';
            words += first ? 1 : 0;
        }
        return !first && words <= WORDS_MAX;
    }

    @Override
    public int compareTo(Kind other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
