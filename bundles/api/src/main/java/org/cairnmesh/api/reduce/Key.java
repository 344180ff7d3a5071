// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

/** Names the thing that a reducer folds an event into; the reducer chooses the text. */
public record Key(String text) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
