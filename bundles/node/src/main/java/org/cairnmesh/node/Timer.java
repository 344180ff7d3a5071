// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

/** Runs tasks later, one at a time, and tells the time that passes. */
interface Timer {
    /** A time that never goes back, from an arbitrary beginning. */
    long nowNanos();

    /** Runs the task after a delay, never on the thread that calls. A closed timer drops it. */
    void after(long delayMillis, Runnable task);
}
