// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** Measures the methods and other bodies of types by counting braces; no parser is needed. */
final class Bodies {
    private static final Pattern TYPE = Pattern.compile(
        "\\b(class|interface|enum|record)\\s+\\w+|\\bnew\\b[^;]*\\)\\s*$");

    /** A body of a type: from the first line of its head to its closing brace. */
    record Body(int offset, String head, int lines) { }

    /** A brace that is open. */
    private record Open(int start, String head, boolean type, boolean member, int parentheses) { }

    private final String code;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Body> bodies = new ArrayList<>();
    private int headStart;
    private int parentheses;

    private Bodies(String code) {
        this.code = code;
    }

    static List<Body> of(String code) {
        Bodies bodies = new Bodies(code);
        for (int at = 0; at < code.length(); at++) {
            bodies.next(at);
        }
        return bodies.bodies;
    }

    private void next(int at) {
        switch (code.charAt(at)) {
            case '(' -> parentheses++;
            case ')' -> parentheses--;
            case ';' -> headStart = at + 1;
            case '{' -> open(at);
            case '}' -> close(at);
            default -> { }
        }
    }

    private void open(int at) {
        while (headStart < at && Character.isWhitespace(code.charAt(headStart))) {
            headStart++;
        }
        String head = code.substring(headStart, at).strip();
        boolean type = TYPE.matcher(head).find();
        boolean array = head.endsWith("=") || head.endsWith("]") || head.isEmpty();
        boolean member = !type && !array && parentheses == 0 && !open.isEmpty()
            && open.peek().type();
        open.push(new Open(headStart, head, type, member, parentheses));
        parentheses = 0;
        headStart = at + 1;
    }

    private void close(int at) {
        if (!open.isEmpty()) {
            Open body = open.pop();
            parentheses = body.parentheses();
            if (body.member()) {
                int lines = (int) code.substring(body.start(), at).chars()
                    .filter(c -> c == '\n').count() + 1;
                bodies.add(new Body(body.start(), body.head(), lines));
            }
        }
        headStart = at + 1;
    }
}
