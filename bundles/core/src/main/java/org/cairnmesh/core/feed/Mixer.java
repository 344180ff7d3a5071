// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Arrays;

/**
 * Foretells binary decisions from what happened before in the same contexts: a count for each
 * context, mixed by weights that learn which of them to trust. Whole numbers only, so that every
 * box foretells the same. Logistic mixing after Mahoney, "Adaptive weighing of context models for
 * lossless data compression" (2005); the layout is in docs/wire-body.md. One thread.
 */
final class Mixer {
    static final int SITE_FOLLOWS = 0;
    static final int SITE_MODE = 1;
    static final int SITE_INDEX = 2;
    static final int SITE_LETTER = 3;
    static final int SITE_DIGIT = 4;
    static final int SLOT_BITS = 14;

    private static final int SITES = 5;
    private static final int CONTEXTS_MAX = 4;
    /** Weights differ by how often the most telling context was met: never, once, a few times. */
    private static final int TRUSTS = 4;
    private static final int MET_MASK = 1023;
    private static final int MET_MAX = 127;
    private static final int CHANCE_SHIFT = 10;
    private static final int CHANCE_MAX = (1 << 22) - 1;
    private static final int HALF = 1 << 31;
    private static final int WEIGHT_START = 24_000;
    private static final int LEARN = 8;
    private static final int LIMIT = 2047;
    private static final int PLAIN_MIN = 16;
    private static final int GOLDEN = 0x9e3779b1;
    private static final int SPREAD = 0x2545f491;
    private static final int[] RATES = new int[MET_MAX + 1];
    private static final short[] STRETCH = new short[4096];
    private static final int[] SQUASH = new int[2 * LIMIT + 1];

    static {
        for (int i = 0; i < RATES.length; i++) {
            RATES[i] = 2 * 65536 / (2 * i + 3);
        }
        for (int i = 0; i < STRETCH.length; i++) {
            long x = Math.round(256 * StrictMath.log((i + 0.5) / (4095.5 - i)));
            STRETCH[i] = (short) Math.max(-LIMIT, Math.min(LIMIT, x));
        }
        for (int i = 0; i < SQUASH.length; i++) {
            SQUASH[i] = (int) Math.round(65536 / (1 + StrictMath.exp((LIMIT - i) / 256.0)));
        }
    }

    /** The contexts of the next mixed decision, the most telling last. */
    final int[] contexts = new int[CONTEXTS_MAX];

    private final int[] counts;
    private final int[] weights;
    private final int[] slots = new int[CONTEXTS_MAX];
    private final int[] inputs = new int[CONTEXTS_MAX];

    Mixer() {
        counts = new int[1 << SLOT_BITS];
        Arrays.fill(counts, HALF);
        weights = new int[SITES * TRUSTS * CONTEXTS_MAX];
        Arrays.fill(weights, WEIGHT_START);
    }

    Mixer(Mixer other) {
        counts = other.counts.clone();
        weights = other.weights.clone();
    }

    /** One number of two, which differs for most pairs. */
    static int hash(int a, int b) {
        int x = (a ^ b * SPREAD) * GOLDEN;
        return x ^ x >>> 15;
    }

    /** Codes a decision at a node of a tree of decisions, in the first so many contexts. */
    int bit(Bits bits, int bit, int site, int used, int node) {
        int spread = node * SPREAD;
        int met = 0;
        for (int i = 0; i < used; i++) {
            int slot = (contexts[i] + i ^ spread) * GOLDEN >>> 32 - SLOT_BITS;
            slots[i] = slot;
            met = counts[slot] & MET_MASK;
            inputs[i] = STRETCH[counts[slot] >>> 20];
        }
        int set = (site * TRUSTS + (met < 2 ? met : met < 6 ? 2 : 3)) * CONTEXTS_MAX;
        long sum = 0;
        for (int i = 0; i < used; i++) {
            sum += (long) inputs[i] * weights[set + i];
        }
        int chance = SQUASH[(int) Math.max(-LIMIT, Math.min(LIMIT, sum >> 16)) + LIMIT];
        int coded = bits.code(bit, chance);
        int error = ((coded << 16) - chance) * LEARN >> 4;
        for (int i = 0; i < used; i++) {
            weights[set + i] += inputs[i] * error + (1 << 13) >> 14;
            learn(slots[i], coded);
        }
        return coded;
    }

    /** Codes the lowest bits of a value, the highest first, each in the mixed contexts. */
    int tree(Bits bits, int value, int width, int site, int used) {
        int node = 1;
        for (int i = width - 1; i >= 0; i--) {
            node = 2 * node + bit(bits, value >> i & 1, site, used, node);
        }
        return node - (1 << width);
    }

    /** Codes a decision that one context foretells well enough. */
    int plain(Bits bits, int bit, int context) {
        int slot = context * GOLDEN >>> 32 - SLOT_BITS;
        int chance = counts[slot] >>> 16;
        int coded = bits.code(bit,
            Math.max(PLAIN_MIN, Math.min(Bits.ONE - PLAIN_MIN, chance)));
        learn(slot, coded);
        return coded;
    }

    /** Codes the lowest bits of a value, the highest first, each in one context. */
    int plainTree(Bits bits, int value, int width, int context) {
        int node = 1;
        for (int i = width - 1; i >= 0; i--) {
            node = 2 * node + plain(bits, value >> i & 1, context + node);
        }
        return node - (1 << width);
    }

    /** Codes the lowest bits of a value that nothing foretells. */
    static int raw(Bits bits, int value, int width) {
        int read = 0;
        for (int i = width - 1; i >= 0; i--) {
            read = 2 * read + bits.code(value >> i & 1, Bits.ONE / 2);
        }
        return read;
    }

    /** Codes a number from 0: how many bits it has, the three highest, and then the others. */
    long number(Bits bits, long value, int context) {
        int length = plainTree(bits, 64 - Long.numberOfLeadingZeros(value), 6, context);
        if (length == 0) {
            return 0;
        }
        long read = 1;
        for (int i = length - 2; i >= 0; i--) {
            int bit = (int) (value >> i & 1);
            read = 2 * read + (length - i <= 4
                ? plain(bits, bit, hash(context, length) + (int) read)
                : bits.code(bit, Bits.ONE / 2));
        }
        return read;
    }

    private void learn(int slot, int bit) {
        int count = counts[slot];
        int met = count & MET_MASK;
        int chance = count >>> CHANCE_SHIFT;
        int aim = bit == 1 ? CHANCE_MAX : 0;
        chance += (int) ((long) (aim - chance) * RATES[met] >> 16);
        counts[slot] = chance << CHANCE_SHIFT | (met < MET_MAX ? met + 1 : met);
    }
}
