// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;

/**
 * Ends a box cleanly when the process is told to end (SIGTERM, Ctrl-C): the bundles stop, and the
 * exit status is 0, for this is how a box is meant to be stopped. The JDK runs such hooks on a
 * thread of their own; it does nothing but stop the framework and wait.
 */
final class StopOnSignal {
    private static final System.Logger LOG = System.getLogger("org.cairnmesh.runtime");
    private static final long STOP_TIMEOUT_MILLIS = 10_000;

    private StopOnSignal() { }

    static void install(RunningBox box) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(box), "cairn-stop"));
    }

    private static void stop(RunningBox box) {
        if (!box.alive()) {
            // The box ended by itself; the status of the exit that runs now counts.
            return;
        }
        boolean ended = false;
        try {
            box.stop();
            ended = box.awaitEnd(STOP_TIMEOUT_MILLIS);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, e.getMessage(), e);
        }
        if (!ended) {
            LOG.log(System.Logger.Level.ERROR, "the bundles did not stop within "
                + STOP_TIMEOUT_MILLIS / 1000 + " s; ended all the same");
        }
        // Nothing less lets a process that got a signal end with a status of its own.
        Runtime.getRuntime().halt(ended ? 0 : Outcome.FAILED);
    }
}
