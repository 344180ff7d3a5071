// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what is sure to come; how long that takes is no test's matter. */
final class Until {
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MILLIS = 2;

    private Until() { }

    /** Returns once it holds; fails with what is told of the state then. */
    static void holds(String fact, BooleanSupplier check, Supplier<?> state)
        throws InterruptedException {
        long began = System.nanoTime();
        while (!check.getAsBoolean()) {
            if (System.nanoTime() - began > GIVE_UP_NANOS) {
                throw new AssertionError("not so: " + fact + "; instead: " + state.get());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
