// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;

/**
 * What helps to foretell the events of a feed: what was said before, and the chances of what comes.
 * Bounded, whatever was said. One thread.
 */
final class Memory {
    static final int SHELVES_MAX = 1024;
    static final int ATOM_BYTES_MAX = 256;
    static final int KEPT_BYTES_MAX = 128 * 1024;
    static final int RECENT = 8;

    private static final int CELL_BITS = 11;
    private static final int CELLS = 1 << CELL_BITS;

    final Mixer mixer;
    long lastMillis;
    long lastStep;
    /** Hashes of the values coded last. */
    int before;
    int beforeThat;
    private final int[] paths;
    private final Shelf[] shelves;
    private final Atom[] recent;
    private int recentAt;
    private int used;
    private int keptBytes;

    Memory() {
        mixer = new Mixer();
        paths = new int[CELLS];
        shelves = new Shelf[CELLS];
        recent = new Atom[RECENT];
        Arrays.fill(recent, Atom.EMPTY);
    }

    Memory(Memory other) {
        mixer = new Mixer(other.mixer);
        lastMillis = other.lastMillis;
        lastStep = other.lastStep;
        before = other.before;
        beforeThat = other.beforeThat;
        paths = other.paths.clone();
        shelves = other.shelves.clone();
        recent = other.recent.clone();
        recentAt = other.recentAt;
        used = other.used;
        keptBytes = other.keptBytes;
    }

    /** The shelf of a path, to be changed. Paths past the bound share that of path 0. */
    Shelf shelf(int path) {
        int cell = Mixer.hash(path, 0) >>> 32 - CELL_BITS;
        while (shelves[cell] != null && paths[cell] != path) {
            cell = (cell + 1) % CELLS;
        }
        Shelf shelf = shelves[cell];
        if (shelf == null) {
            if (used >= SHELVES_MAX && path != 0) {
                return shelf(0);
            }
            used++;
            paths[cell] = path;
            shelf = new Shelf(this);
            shelves[cell] = shelf;
        } else if (shelf.owner != this) {
            shelf = new Shelf(shelf, this);
            shelves[cell] = shelf;
        }
        return shelf;
    }

    int shelves() {
        return used;
    }

    int keptBytes() {
        return keptBytes;
    }

    /** Puts a new value on a shelf, if there is room. */
    void keep(Shelf shelf, Atom atom) {
        int size = atom.bytes.length;
        if (size <= ATOM_BYTES_MAX && keptBytes + size <= KEPT_BYTES_MAX) {
            keptBytes += size - shelf.keep(atom);
        }
    }

    /** Notes a value that was coded, wherever it stood. */
    void note(Atom atom) {
        beforeThat = before;
        before = atom.hash;
        recentAt = (recentAt + 1) % RECENT;
        recent[recentAt] = atom;
    }

    /** The value that was coded last, or so many before it. */
    Atom recent(int back) {
        return recent[(recentAt - back + RECENT) % RECENT];
    }
}
