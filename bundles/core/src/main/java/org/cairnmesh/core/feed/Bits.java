// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

/**
 * Codes one binary decision after another. A writer writes those it is given; a reader answers
 * those that were written. What is coded is described once, for both. One thread.
 */
interface Bits {
    /** Probabilities are of a one, in parts of this. */
    int ONE = 1 << 16;

    boolean writes();

    /**
     * @param bit what a writer writes; a reader does not look at it
     * @param chance that it is a one, above 0 and below {@link #ONE}
     * @return the bit that was written or read
     */
    int code(int bit, int chance);
}
