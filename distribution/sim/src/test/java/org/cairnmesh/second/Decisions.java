// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.Arrays;

/** Reads the decisions of a body: docs/wire-body.md, "Decisions". */
final class Decisions {
    private static final long TOP = 0xffff_ffffL;
    private static final int LIMIT = 2047;

    private final byte[] in;
    private final Counts counts;
    private int read;
    private long low;
    private long high = TOP;
    private long window;

    Decisions(byte[] in, Counts counts) {
        this.in = in;
        this.counts = counts;
        for (int i = 0; i < 4; i++) {
            window = window << 8 | next();
        }
    }

    private int next() {
        return read < in.length ? in[read++] & 0xff : 0 * read++;
    }

    static int hash(int a, int b) {
        int y = (a ^ b * 0x2545f491) * 0x9e3779b1;
        return y ^ y >>> 15;
    }

    /** A decision with this chance of a one, in 65536ths. */
    private int coded(int chance) {
        long middle = low + ((high - low) * chance >>> 16);
        int bit = window <= middle ? 1 : 0;
        if (bit == 1) {
            high = middle;
        } else {
            low = middle + 1;
        }
        while (low >>> 24 == high >>> 24) {
            low = low << 8 & TOP;
            high = high << 8 & TOP | 0xff;
            window = window << 8 & TOP | next();
        }
        return bit;
    }

    /** Whether the octets end as a writer's do that wrote what was read. */
    boolean ended() {
        int whole = read - 4;
        for (int octets = 0; octets <= 4; octets++) {
            long unit = 1L << 32 - 8 * octets;
            long number = (low + unit - 1) / unit * unit;
            if (number <= high) {
                byte[] last = new byte[octets];
                for (int i = 0; i < octets; i++) {
                    last[i] = (byte) (number >>> 24 - 8 * i);
                }
                return whole <= in.length
                    && Arrays.equals(last, Arrays.copyOfRange(in, whole, in.length));
            }
        }
        return false;
    }

    int plain(int x) {
        int at = x * 0x9e3779b1 >>> 18;
        int bit = coded(Math.max(16, Math.min(65_520, counts.chance[at] >>> 6)));
        counts.learn(at, bit);
        return bit;
    }

    int plainTree(int bits, int x) {
        int node = 1;
        for (int i = 0; i < bits; i++) {
            node = 2 * node + plain(x + node);
        }
        return node - (1 << bits);
    }

    int mixed(int site, int node, int... contexts) {
        int[] at = new int[contexts.length];
        int[] input = new int[contexts.length];
        for (int i = 0; i < contexts.length; i++) {
            at[i] = (contexts[i] + i ^ node * 0x2545f491) * 0x9e3779b1 >>> 18;
            input[i] = stretch(counts.chance[at[i]] >>> 10);
        }
        int[] weights =
            counts.weights[site][Counts.weightsOf(counts.met[at[contexts.length - 1]])];
        long sum = 0;
        for (int i = 0; i < contexts.length; i++) {
            sum += (long) input[i] * weights[i];
        }
        long d = Math.max(-LIMIT, Math.min(LIMIT, sum >> 16));
        int chance = (int) Math.round(65_536 / (1 + StrictMath.exp(-d / 256.0)));
        int bit = coded(chance);
        int error = ((bit << 16) - chance) * 8 >> 4;
        for (int i = 0; i < contexts.length; i++) {
            weights[i] += input[i] * error + 8192 >> 14;
            counts.learn(at[i], bit);
        }
        return bit;
    }

    private static int stretch(int v) {
        long x = Math.round(256 * StrictMath.log((v + 0.5) / (4095.5 - v)));
        return (int) Math.max(-LIMIT, Math.min(LIMIT, x));
    }

    int tree(int bits, int site, int... contexts) {
        int node = 1;
        for (int i = 0; i < bits; i++) {
            node = 2 * node + mixed(site, node, contexts);
        }
        return node - (1 << bits);
    }

    int raw(int bits) {
        int value = 0;
        for (int i = 0; i < bits; i++) {
            value = 2 * value + coded(32_768);
        }
        return value;
    }

    long number(int x) {
        int length = plainTree(6, x);
        long value = Math.min(1, length);
        for (int i = 1; i < length; i++) {
            value = 2 * value + (i <= 3 ? plain(hash(x, length) + (int) value) : coded(32_768));
        }
        return value;
    }
}
