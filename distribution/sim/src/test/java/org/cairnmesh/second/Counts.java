// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.second;

import java.util.Arrays;

/** The counts and weights of docs/wire-body.md. */
final class Counts {
    static final int SIZE = 1 << 14;
    static final int SITES = 5;
    static final int CLASSES = 4;
    static final int CONTEXTS = 4;
    private static final int ONE = (1 << 22) - 1;
    private static final int MET_MAX = 127;

    final int[] chance = new int[SIZE];
    final int[] met = new int[SIZE];
    final int[][][] weights = new int[SITES][CLASSES][CONTEXTS];

    Counts() {
        Arrays.fill(chance, 1 << 21);
        for (int[][] site : weights) {
            for (int[] of : site) {
                Arrays.fill(of, 24_000);
            }
        }
    }

    Counts(Counts other) {
        System.arraycopy(other.chance, 0, chance, 0, SIZE);
        System.arraycopy(other.met, 0, met, 0, SIZE);
        for (int site = 0; site < SITES; site++) {
            for (int of = 0; of < CLASSES; of++) {
                weights[site][of] = other.weights[site][of].clone();
            }
        }
    }

    void learn(int at, int bit) {
        long off = (bit == 1 ? ONE : 0) - chance[at];
        chance[at] += (int) (off * (131_072 / (2 * met[at] + 3)) >> 16);
        met[at] = Math.min(MET_MAX, met[at] + 1);
    }

    /** Which weights fit a count that was met so often. */
    static int weightsOf(int met) {
        return met < 2 ? met : met < 6 ? 2 : 3;
    }
}
