// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.concurrent.TimeUnit;

/** The time that commands wait by: a box's own, or a test's. */
interface Pace {
    /** Milliseconds since some fixed moment; never goes back. */
    long millis();

    void pause(long millis) throws InterruptedException;

    static Pace real() {
        return new Pace() {
            @Override
            public long millis() {
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            }

            @Override
            public void pause(long millis) throws InterruptedException {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
        };
    }
}
