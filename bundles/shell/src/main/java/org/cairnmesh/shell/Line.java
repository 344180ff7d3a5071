// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line as a person typed it. If it starts with one of our commands its words are taken as typed:
 * only quotes, backslash and {@code |} mean something, and the text of a note is the rest of the
 * line. Gogo would expand {@code $5}, {@code *} and {@code {a,b}} and drop what follows {@code #}.
 */
sealed interface Line {
    /** One of our commands, and what it is piped to: empty, or from {@code |} to the end. */
    record Ours(Verb verb, List<String> words, String pipe) implements Line {
        public Ours {
            words = List.copyOf(words);
        }
    }

    /** A line that Gogo parses. */
    record Theirs(String text) implements Line { }

    /**
     * Reads a line.
     *
     * @throws Complaint if a quote is not closed
     */
    static Line of(String text) {
        Scanner scanner = new Scanner(text.strip());
        return scanner.command().<Line>map(scanner::ours).orElse(new Theirs(text.strip()));
    }

    /** Takes a line apart from left to right. */
    final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        /** One of our commands at the start, if there is one; our scope may stand before it. */
        Optional<Verb> command() {
            while (at < text.length() && text.charAt(at) != '|' && !blank()) {
                at++;
            }
            String word = text.substring(0, at);
            String prefix = Commands.SCOPE + ":";
            return Verb.of(word.startsWith(prefix) ? word.substring(prefix.length()) : word);
        }

        Ours ours(Verb verb) {
            List<String> words = new ArrayList<>();
            while (skipBlanks() && text.charAt(at) != '|') {
                words.add(word());
                if (verb == Verb.NOTE && keyed(words) && skipBlanks()) {
                    words.add(rest());
                }
            }
            return new Ours(verb, words, text.substring(at));
        }

        /** Whether the words of a note so far end with the key. */
        private static boolean keyed(List<String> words) {
            String last = words.get(words.size() - 1);
            boolean value = words.size() > 1 && words.get(words.size() - 2).equals("--form");
            return value ? false : !last.startsWith("--") || last.equals("--") && words.size() > 1;
        }

        private boolean skipBlanks() {
            while (at < text.length() && blank()) {
                at++;
            }
            return at < text.length();
        }

        private boolean blank() {
            return Character.isWhitespace(text.charAt(at));
        }

        private String word() {
            StringBuilder word = new StringBuilder();
            while (at < text.length() && !blank() && text.charAt(at) != '|') {
                char c = text.charAt(at++);
                if (c == '\'' || c == '"') {
                    quoted(c, word);
                } else if (c == '\\' && at < text.length()) {
                    word.append(text.charAt(at++));
                } else {
                    word.append(c);
                }
            }
            return word.toString();
        }

        private void quoted(char quote, StringBuilder word) {
            while (at < text.length() && text.charAt(at) != quote) {
                boolean escape = quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
                at += escape ? 1 : 0;
                word.append(text.charAt(at++));
            }
            if (at == text.length()) {
                throw Complaint.usage("a quote (" + quote + ") is not closed; for the character "
                    + "itself type \\" + quote);
            }
            at++;
        }

        /** The rest of the line as it is; without its quotes if it is one quoted text. */
        private String rest() {
            String rest = text.substring(at);
            at = text.length();
            char first = rest.charAt(0);
            if (first == '\'' || first == '"') {
                Scanner inner = new Scanner(rest);
                inner.at = 1;
                StringBuilder word = new StringBuilder();
                try {
                    inner.quoted(first, word);
                } catch (Complaint open) {
                    return rest;
                }
                return inner.at == rest.length() ? word.toString() : rest;
            }
            return rest;
        }
    }
}
