// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The engine thread: steps the loop, and waits between turns for something to be posted. */
final class Runner {
    private static final Logger LOG = System.getLogger(Runner.class.getName());
    private static final long STOP_MILLIS = 2_000;
    private static final long FAULT_PAUSE_MILLIS = 1_000;

    private final Loop loop;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final long startNanos;
    private final double scale;
    private final Thread thread;
    private volatile boolean stopping;

    /**
     * @param clock the box's clock
     * @param nanos a clock that only runs forward, such as the JVM's
     * @param scale how many of the box's seconds pass in one second of real time
     */
    Runner(Loop loop, InstantSource clock, LongSupplier nanos, double scale) {
        this.loop = loop;
        this.clock = clock;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
        this.scale = scale;
        this.thread = new Thread(this::run, "cairn-engine");
        this.thread.setDaemon(true);
    }

    /** Starts the thread; once. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (Error e) {
            LOG.log(Level.ERROR, "the engine cannot go on", e);
        } finally {
            loop.close();
        }
    }

    private void turn() {
        try {
            long wait = loop.step(clock.instant(), ticks());
            if (wait > 0) {
                loop.await(Math.max(1, (long) (wait / scale)));
            }
        } catch (InterruptedException e) {
            stopping = true;
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.ERROR, "a turn of the engine failed", e);
            pause();
        }
    }

    private long ticks() {
        return (long) ((nanos.getAsLong() - startNanos) / 1e6 * scale);
    }

    private void pause() {
        try {
            Thread.sleep(FAULT_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    /** Ends the thread after its turn, and waits for that. */
    void stop() {
        stopping = true;
        loop.wake();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.log(Level.WARNING, "the engine thread did not stop within {0} ms", STOP_MILLIS);
        }
    }
}
