// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import org.cairnmesh.api.event.Limits;

/**
 * What is added to the time of blocks whose author's clock was wrong.
 *
 * @param from the number of the first such block
 * @param to   the number of the last
 */
public record Correction(long from, long to, long offsetMillis) {
    public Correction {
        if (from < 1 || to < from || Math.abs(offsetMillis) >= Limits.TIME_MILLIS_MAX
            || offsetMillis == Long.MIN_VALUE) {
            throw new IllegalArgumentException("no correction: blocks " + from + " to " + to
                + " by " + offsetMillis + " ms");
        }
    }

    boolean covers(long number) {
        return number >= from && number <= to;
    }

    /** A time of a block that this covers, put right; it stays in the range of times. */
    public long apply(long timeMillis) {
        return Math.max(0, Math.min(Limits.TIME_MILLIS_MAX - 1, timeMillis + offsetMillis));
    }
}
