// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;

/** The values that stood at one place of events lately, such as those of one field. */
final class Shelf {
    static final int ATOMS_MAX = 512;
    /** Values that return are worth more room. */
    static final int BYTES_START = 4096;
    static final int BYTES_PER_RETURN = 64;

    private static final int ATOMS_MIN = 4;

    /** Who may change it: what a memory was copied from shares its shelves. */
    final Memory owner;
    /** The last number, of numbers; how far it was from the one before, and from the event. */
    boolean isNumber;
    long number;
    long step;
    long behind;
    int lastType;
    int lastKind;
    int lastCount;
    /** How the last values were found, the newest lowest. */
    int trail;
    /** 1 if the last new value was spelt with digits. */
    int lastDigits;
    /** Of the last new value: the bytes shared at the start, at the end, and the others. */
    final int[] lastParts;
    /** The index of the last value that is kept; below 0 if none is. */
    private int last = -1;
    private int size;
    private int oldest;
    private int bytes;
    private int returns;
    private Atom[] atoms;
    /** What came after each atom the last time. */
    private short[] followers;

    Shelf(Memory owner) {
        this.owner = owner;
        lastParts = new int[3];
        atoms = new Atom[ATOMS_MIN];
        followers = new short[ATOMS_MIN];
    }

    Shelf(Shelf other, Memory owner) {
        this.owner = owner;
        isNumber = other.isNumber;
        number = other.number;
        step = other.step;
        behind = other.behind;
        lastType = other.lastType;
        lastKind = other.lastKind;
        lastCount = other.lastCount;
        trail = other.trail;
        lastDigits = other.lastDigits;
        lastParts = other.lastParts.clone();
        last = other.last;
        size = other.size;
        oldest = other.oldest;
        bytes = other.bytes;
        returns = other.returns;
        atoms = other.atoms.clone();
        followers = other.followers.clone();
    }

    int size() {
        return size;
    }

    int last() {
        return last;
    }

    /** What came after the last value when that came before; the last itself if it is new. */
    int follower() {
        return last < 0 ? -1 : followers[last];
    }

    boolean holds(int index) {
        return index >= 0 && index < size;
    }

    Atom atom(int index) {
        return atoms[index];
    }

    /** The index of an atom, below 0 if it is not here. */
    int find(Atom atom) {
        for (int i = 0; i < size; i++) {
            if (atoms[i].same(atom)) {
                return i;
            }
        }
        return -1;
    }

    /** A value that is here came again. */
    Atom again(int index) {
        returns++;
        moveTo(index);
        return atoms[index];
    }

    private void moveTo(int index) {
        if (last >= 0) {
            followers[last] = (short) index;
        }
        last = index;
    }

    /** Keeps a new value, perhaps in the place of an older one, whose size it answers. */
    int keep(Atom atom) {
        int freed = 0;
        int index = size;
        if (size < ATOMS_MIN || size < ATOMS_MAX
            && bytes + atom.bytes.length <= BYTES_START + BYTES_PER_RETURN * returns) {
            grow();
        } else {
            index = oldest;
            oldest = (oldest + 1) % size;
            freed = atoms[index].bytes.length;
        }
        bytes += atom.bytes.length - freed;
        atoms[index] = atom;
        followers[index] = (short) index;
        moveTo(index);
        return freed;
    }

    private void grow() {
        if (size == atoms.length) {
            atoms = Arrays.copyOf(atoms, Math.min(ATOMS_MAX, 2 * size));
            followers = Arrays.copyOf(followers, atoms.length);
        }
        size++;
    }
}
