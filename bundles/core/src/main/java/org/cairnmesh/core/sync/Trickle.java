// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.random.RandomGenerator;

/**
 * When to beacon: the Trickle algorithm, RFC 6206, with k = 1. The interval doubles while everyone
 * holds the same, and starts anew at its shortest when someone does not.
 */
final class Trickle {
    private final RandomGenerator random;
    private final long shortestMillis;
    private final long longestMillis;
    private long intervalMillis;
    private long startMillis;
    private long fireMillis;
    private boolean heardSame;
    private boolean fired;

    Trickle(RandomGenerator random, long shortestMillis, long longestMillis, long tickMillis) {
        this.random = random;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
        begin(shortestMillis, tickMillis);
    }

    private void begin(long interval, long tickMillis) {
        intervalMillis = interval;
        startMillis = tickMillis;
        fireMillis = tickMillis + interval / 2 + random.nextLong(interval / 2);
        heardSame = false;
        fired = false;
    }

    /** Someone holds the same. */
    void consistent() {
        heardSame = true;
    }

    /** Someone holds something else, or this box does now. */
    void inconsistent(long tickMillis) {
        if (intervalMillis > shortestMillis) {
            begin(shortestMillis, tickMillis);
        }
    }

    /** Whether a beacon is due; goes on to the next interval by itself. */
    boolean due(long tickMillis) {
        while (tickMillis >= startMillis + intervalMillis) {
            long next = startMillis + intervalMillis;
            if (tickMillis - next > longestMillis) {
                next = tickMillis;
            }
            begin(Math.min(2 * intervalMillis, longestMillis), next);
        }
        return !fired && !heardSame && tickMillis >= fireMillis;
    }

    void fired() {
        fired = true;
    }

    /** When {@link #due} may answer something else. */
    long wakeMillis() {
        return fired || heardSame ? startMillis + intervalMillis : fireMillis;
    }
}
