// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import java.util.regex.Pattern;

/** What an event is about, such as {@code field.set}: lower-case words with dots, at most 64. */
public record Kind(String name) implements Comparable<Kind> {
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*){0,7}");

    public Kind {
        if (name.length() > 64 || !SHAPE.matcher(name).matches()) {
            throw new IllegalArgumentException("no event kind: " + name);
        }
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
