// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A wait for the engine thread that ends with the engine. */
final class Patience {
    private static final long POLL_MILLIS = 20;

    private Patience() { }

    /** Waits for a permit; answers false if the time is over or the thread was interrupted. */
    static boolean await(Semaphore done, long timeoutMillis, BooleanSupplier closed) {
        try {
            long left = timeoutMillis;
            while (!closed.getAsBoolean() && left > 0
                && !done.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                left -= POLL_MILLIS;
            }
            return left > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
