// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.HashMap;
import java.util.LinkedList;
import java.util.Map;

/** What bodies so far have taught: docs/wire-body.md. */
final class SecondMemory {
    private static final int PATHS = 1024;
    private static final int RECENT = 8;

    final Counts counts;
    /** The newest first. */
    final LinkedList<Value> recent = new LinkedList<>();
    int before;
    int beforeThat;
    long millis;
    long millisStep;
    private final Map<Integer, SecondShelf> shelves = new HashMap<>();
    private int kept;

    SecondMemory() {
        counts = new Counts();
        for (int i = 0; i < RECENT; i++) {
            recent.add(Value.EMPTY);
        }
    }

    SecondMemory(SecondMemory other) {
        counts = new Counts(other.counts);
        recent.addAll(other.recent);
        before = other.before;
        beforeThat = other.beforeThat;
        millis = other.millis;
        millisStep = other.millisStep;
        other.shelves.forEach((path, shelf) -> shelves.put(path, new SecondShelf(shelf)));
        kept = other.kept;
    }

    SecondShelf shelf(int path) {
        boolean own = shelves.containsKey(path) || shelves.size() < PATHS || path == 0;
        return own ? shelves.computeIfAbsent(path, p -> new SecondShelf()) : shelf(0);
    }

    void keep(SecondShelf shelf, Value value) {
        int size = value.octets().length;
        if (size <= 256 && kept + size <= 131_072) {
            kept += size - shelf.keep(value);
        }
    }

    void coded(Value value) {
        beforeThat = before;
        before = value.hash();
        recent.addFirst(value);
        recent.removeLast();
    }
}
