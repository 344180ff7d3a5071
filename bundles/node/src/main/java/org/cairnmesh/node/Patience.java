// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

/**
 * How long a draft waits for an engine, and how many drafts may wait at a time.
 *
 * @param waitMillis 0 to let none wait
 */
record Patience(long waitMillis, int waitingMax) {
    static final long WAIT_MILLIS_MAX = 600_000;
    static final int WAITING_MAX = 1_000_000;

    Patience {
        if (waitMillis < 0 || waitMillis > WAIT_MILLIS_MAX) {
            throw new IllegalArgumentException("wait.millis must be from 0 to " + WAIT_MILLIS_MAX
                + ", not " + waitMillis);
        }
        if (waitingMax < 0 || waitingMax > WAITING_MAX) {
            throw new IllegalArgumentException("waiting.max must be from 0 to " + WAITING_MAX
                + ", not " + waitingMax);
        }
    }
}
