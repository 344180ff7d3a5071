// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;
import org.cairnmesh.api.data.MalformedException;

/**
 * Codes values that a shelf does not hold: with digits if they have only such, else what they share
 * with the last value at either end and what is between. One thread.
 */
final class Speller {
    /** What numbers, dates and times are written with. */
    static final String DIGITS = "0123456789-.:/T";

    private static final int DIGIT_BITS = 4;
    private static final int END = 15;
    private static final int HEX_MIN = 8;
    private static final int TYPE = 11;
    private static final int WHICH = 12;
    private static final int PARTS = 13;
    private static final int DASH = 16;
    private static final int SPELL = 17;

    private final Mixer mixer;
    private final int[] contexts;
    private final Bits bits;
    private final Plain plain;

    Speller(Mixer mixer, Bits bits, Plain plain) {
        this.mixer = mixer;
        this.contexts = mixer.contexts;
        this.bits = bits;
        this.plain = plain;
    }

    Atom spell(Atom in, Shelf shelf, int path) {
        byte[] old = shelf.last() < 0 ? Atom.EMPTY.bytes : shelf.atom(shelf.last()).bytes;
        int type = mixer.plainTree(bits, in.type, 2,
            Mixer.hash(Mixer.hash(path, TYPE), shelf.lastType));
        int seed = Mixer.hash(path, SPELL + type);
        boolean digits = mixer.plain(bits, digits(in) ? 1 : 0,
            Mixer.hash(Mixer.hash(seed, WHICH), shelf.lastDigits)) == 1;
        shelf.lastDigits = digits ? 1 : 0;
        byte[] out = digits ? digits(in.bytes, old, seed) : letters(in.bytes, type, old, shelf,
            seed);
        return bits.writes() ? in : Atom.read(type, out);
    }

    private static boolean digits(Atom atom) {
        if (atom.type == Atom.BIN) {
            return false;
        }
        for (byte octet : atom.bytes) {
            if (DIGITS.indexOf(octet) < 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] digits(byte[] in, byte[] old, int seed) {
        byte[] out = new byte[32];
        int size = 0;
        int point = 0;
        int same = 1;
        while (true) {
            int above = size < old.length ? old[size] & 0xff : 256;
            int one = size > 0 ? out[size - 1] : 0;
            int two = size > 1 ? out[size - 2] : 0;
            contexts[0] = Mixer.hash(seed + 1, size << 8 | Math.min(point, 255));
            contexts[1] = Mixer.hash(Mixer.hash(seed + 2, size), one << 8 | two);
            contexts[2] = Mixer.hash(Mixer.hash(seed + 3, size), same << 9 | above);
            int digit = !bits.writes() || size == in.length ? END : DIGITS.indexOf(in[size]);
            digit = mixer.tree(bits, digit, DIGIT_BITS, Mixer.SITE_DIGIT, 3);
            if (digit == END) {
                return Arrays.copyOf(out, size);
            }
            if (size == out.length) {
                plain.reserve(2 * size);
                out = Arrays.copyOf(out, 2 * size);
            }
            out[size] = (byte) DIGITS.charAt(digit);
            same = out[size] == above ? same : 0;
            point += point > 0 || out[size] == '.' ? 1 : 0;
            size++;
        }
    }

    private byte[] letters(byte[] in, int type, byte[] old, Shelf shelf, int seed) {
        int most = Math.min(old.length, in.length);
        int start = bits.writes() ? Arrays.mismatch(in, 0, most, old, 0, most) : 0;
        start = start < 0 ? most : start;
        int end = 0;
        while (bits.writes() && end < most - start
            && in[in.length - 1 - end] == old[old.length - 1 - end]) {
            end++;
        }
        if (old.length > 0) {
            start = part(start, seed, shelf, 0);
            end = part(end, seed, shelf, 1);
        }
        int between = part(in.length - start - end, seed, shelf, 2);
        if (start > old.length || end > old.length - start) {
            throw new MalformedException("more shared than there is");
        }
        plain.reserve(between);
        plain.reserve(start + end + between);
        byte[] out = new byte[start + between + end];
        System.arraycopy(old, 0, out, 0, start);
        System.arraycopy(old, old.length - end, out, start + between, end);
        int until = start + between;
        if (type == Atom.BIN) {
            for (int i = start; i < until; i++) {
                out[i] = (byte) Mixer.raw(bits, bits.writes() ? in[i] : 0, 8);
            }
        } else if (mixer.plain(bits, bits.writes() && hex(in, start, until) ? 1 : 0,
            Mixer.hash(seed, DASH)) == 1) {
            hex(in, old, out, start, until, seed);
        } else {
            letters(in, out, start, until, seed);
        }
        return out;
    }

    /** A part's size: mostly that of the last. */
    private int part(int size, int seed, Shelf shelf, int part) {
        int last = shelf.lastParts[part];
        int context = Mixer.hash(seed, PARTS + part);
        if (mixer.plain(bits, size == last ? 0 : 1, Mixer.hash(context, last)) == 1) {
            long read = mixer.number(bits, size, context);
            plain.reserve((int) Math.min(read, Integer.MAX_VALUE));
            shelf.lastParts[part] = (int) read;
        }
        return shelf.lastParts[part];
    }

    /** Whether there are only digits of base 16 and dashes, and enough of the digits. */
    private static boolean hex(byte[] in, int from, int until) {
        int digits = 0;
        for (int i = from; i < until; i++) {
            boolean digit = in[i] >= '0' && in[i] <= '9' || in[i] >= 'a' && in[i] <= 'f';
            if (!digit && in[i] != '-') {
                return false;
            }
            digits += digit ? 1 : 0;
        }
        return digits >= HEX_MIN;
    }

    private void hex(byte[] in, byte[] old, byte[] out, int from, int until, int seed) {
        for (int i = from; i < until; i++) {
            int octet = bits.writes() ? in[i] : 0;
            int above = i < old.length && old[i] == '-' ? 1 : 0;
            if (mixer.plain(bits, octet == '-' ? 1 : 0, Mixer.hash(seed, DASH) + 1 + above) == 1) {
                out[i] = '-';
            } else {
                int digit = Mixer.raw(bits, Character.digit(octet, 16), 4);
                out[i] = (byte) Character.forDigit(digit, 16);
            }
        }
    }

    private void letters(byte[] in, byte[] out, int from, int until, int seed) {
        for (int i = from; i < until; i++) {
            int one = i > 0 ? out[i - 1] & 0xff : 0;
            int two = i > 1 ? out[i - 2] & 0xff : 0;
            int three = i > 2 ? out[i - 3] & 0xff : 0;
            contexts[0] = Mixer.hash(1, one);
            contexts[1] = Mixer.hash(seed, one);
            contexts[2] = Mixer.hash(2, one << 8 | two);
            contexts[3] = Mixer.hash(3, one << 16 | two << 8 | three);
            out[i] = (byte) mixer.tree(bits, bits.writes() ? in[i] : 0, 8, Mixer.SITE_LETTER, 4);
        }
    }
}
