// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.data.MalformedException;

/** Codes the values of events: how each is found among what was said before, or spelt. */
final class ValueCoder {
    /** How a value is found: what followed the last value the last time. */
    static final int FOLLOWS = 0;
    /** The last value again. */
    static final int LAST = 1;
    /** Another value that the shelf holds. */
    static final int HELD = 2;
    static final int NEW = 3;
    /** A number as far from the last as that was from the one before. */
    static final int STEP = 4;
    /** One of the values coded last, wherever they stood. */
    static final int RECENT = 5;
    /** A number as far behind the event's as the last new one was behind that of its event. */
    static final int BEHIND = 6;

    private static final int MODE_BITS = 3;
    private static final int TRAIL_MASK = 0xfff;

    private final Memory memory;
    private final Mixer mixer;
    private final int[] contexts;
    private final Bits bits;
    private final Plain plain;
    private final Speller speller;
    private int mode;

    ValueCoder(Memory memory, Bits bits, Plain plain) {
        this.memory = memory;
        this.mixer = memory.mixer;
        this.contexts = mixer.contexts;
        this.bits = bits;
        this.plain = plain;
        this.speller = new Speller(mixer, bits, plain);
    }

    /** How the last value was found. */
    int mode() {
        return mode;
    }

    /** Codes a value that is not remembered as said: what names others. */
    Atom name(Atom in, int path, long event) {
        int before = memory.before;
        int beforeThat = memory.beforeThat;
        Atom atom = code(in, path, event);
        memory.before = before;
        memory.beforeThat = beforeThat;
        return atom;
    }

    /**
     * Codes a value.
     *
     * @param path  where it stands
     * @param event the number of the event that it stands in
     */
    Atom code(Atom in, int path, long event) {
        Shelf shelf = memory.shelf(path);
        mode = bits.writes() ? find(in, shelf, event) : NEW;
        codeMode(shelf, path);
        Atom atom = switch (mode) {
            case FOLLOWS -> again(shelf, shelf.follower());
            case LAST -> again(shelf, shelf.last());
            case HELD -> again(shelf, index(in, shelf, path));
            case STEP -> keep(shelf, Atom.number(shelf.lastType, shelf.number + shelf.step));
            case BEHIND -> keep(shelf, Atom.number(shelf.lastType, event - shelf.behind));
            case RECENT -> keep(shelf, memory.recent(back(in, path)));
            case NEW -> keep(shelf, speller.spell(in, shelf, path));
            default -> throw new MalformedException("a value that is found in no known way");
        };
        plain.atom(atom);
        shelf.trail = shelf.trail << MODE_BITS | mode;
        shelf.lastType = atom.type;
        count(shelf, atom, event);
        memory.note(atom);
        return atom;
    }

    private void count(Shelf shelf, Atom atom, long event) {
        boolean isNumber = atom.isNumber();
        if (isNumber) {
            long number = atom.number();
            shelf.behind = shelf.isNumber && number == shelf.number ? shelf.behind
                : event - number;
            shelf.step = shelf.isNumber ? number - shelf.number : 0;
            shelf.number = number;
        }
        shelf.isNumber = isNumber;
    }

    private int find(Atom in, Shelf shelf, long event) {
        int follower = shelf.follower();
        if (follower >= 0 && shelf.atom(follower).same(in)) {
            return FOLLOWS;
        }
        if (shelf.last() >= 0 && shelf.atom(shelf.last()).same(in)) {
            return LAST;
        }
        boolean isNumber = in.type == shelf.lastType && in.isNumber();
        if (isNumber && shelf.isNumber && in.number() == shelf.number + shelf.step) {
            return STEP;
        }
        if (shelf.find(in) >= 0) {
            return HELD;
        }
        if (isNumber && in.number() == event - shelf.behind) {
            return BEHIND;
        }
        for (int back = 0; back < Memory.RECENT; back++) {
            if (memory.recent(back).same(in)) {
                return RECENT;
            }
        }
        return NEW;
    }

    private void codeMode(Shelf shelf, int path) {
        int known = 2 * shelf.last() + (shelf.follower() == shelf.last() ? 0 : 1);
        contexts[0] = Mixer.hash(path, known & 1);
        contexts[1] = Mixer.hash(path + 1, known);
        contexts[2] = Mixer.hash(path + 2, memory.before);
        contexts[3] = Mixer.hash(path + 3, shelf.trail & TRAIL_MASK);
        if (mixer.bit(bits, mode == FOLLOWS ? 0 : 1, Mixer.SITE_FOLLOWS, 4, 1) == 0) {
            mode = FOLLOWS;
        } else {
            mode = mixer.tree(bits, mode, MODE_BITS, Mixer.SITE_MODE, 4);
        }
    }

    private static Atom again(Shelf shelf, int index) {
        if (!shelf.holds(index)) {
            throw new MalformedException("a value that is not held");
        }
        return shelf.again(index);
    }

    private Atom keep(Shelf shelf, Atom atom) {
        memory.keep(shelf, atom);
        return atom;
    }

    private int index(Atom in, Shelf shelf, int path) {
        int width = 32 - Integer.numberOfLeadingZeros(Math.max(1, shelf.size() - 1));
        contexts[0] = Mixer.hash(path, 4);
        contexts[1] = Mixer.hash(path + 5, shelf.last());
        contexts[2] = Mixer.hash(path + 6, memory.before);
        contexts[3] = Mixer.hash(path + 7, memory.before ^ 31 * memory.beforeThat);
        return mixer.tree(bits, bits.writes() ? shelf.find(in) : 0, width, Mixer.SITE_INDEX, 4);
    }

    private int back(Atom in, int path) {
        int back = 0;
        while (bits.writes() && !memory.recent(back).same(in)) {
            back++;
        }
        return mixer.plainTree(bits, back, 3, Mixer.hash(path, 8));
    }
}
