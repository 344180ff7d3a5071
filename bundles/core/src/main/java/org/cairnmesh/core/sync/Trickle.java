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

    Trickle(RandomGenerator random, long shortestMillis, long longestMillis, long nowMillis) {
        this.random = random;
        this.shortestMillis = shortestMillis;
        this.longestMillis = longestMillis;
        begin(shortestMillis, nowMillis);
    }

    private void begin(long interval, long nowMillis) {
        intervalMillis = interval;
        startMillis = nowMillis;
        fireMillis = nowMillis + interval / 2 + random.nextLong(interval / 2);
        heardSame = false;
        fired = false;
    }

    /** Someone holds the same. */
    void consistent() {
        heardSame = true;
    }

    /** Someone holds something else, or this box does now. */
    void inconsistent(long nowMillis) {
        if (intervalMillis > shortestMillis) {
            begin(shortestMillis, nowMillis);
        }
    }

    /** Whether a beacon is due; goes on to the next interval by itself. */
    boolean due(long nowMillis) {
        while (nowMillis >= startMillis + intervalMillis) {
            long next = startMillis + intervalMillis;
            if (nowMillis - next > longestMillis) {
                next = nowMillis;
            }
            begin(Math.min(2 * intervalMillis, longestMillis), next);
        }
        return !fired && !heardSame && nowMillis >= fireMillis;
    }

    void fired() {
        fired = true;
    }

    /** When {@link #due} may answer something else. */
    long wakeMillis() {
        return fired || heardSame ? startMillis + intervalMillis : fireMillis;
    }
}
