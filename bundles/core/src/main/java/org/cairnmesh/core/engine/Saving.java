// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

/**
 * When the checkpoint is written: seldom, because cards wear out, but before too much has to be
 * folded again at the next start, or has to stay in memory.
 */
final class Saving {
    /** So many events later at the latest. */
    static final int EVENTS_MAX = 20_000;
    /** The most documents that are held in memory because they are not saved. */
    static final int DOCUMENTS_MAX = 4_096;
    /** A box that has nothing to do saves what it has after this time. */
    static final long IDLE_MILLIS = 10 * 60_000;

    private long savedMillis;
    private boolean broken;

    /** After a turn whose commit has returned. */
    void turn(Held held, boolean idle, long tickMillis) {
        Journal journal = held.journal;
        boolean rest = idle && tickMillis >= savedMillis + IDLE_MILLIS
            && journal.unsavedEvents() > 0;
        if (rest || journal.unsavedEvents() >= EVENTS_MAX
            || journal.projections.unsaved() >= DOCUMENTS_MAX) {
            save(held, tickMillis);
        }
    }

    /** Saves what there is to save; of a medium that failed once, nothing more is expected. */
    void save(Held held, long tickMillis) {
        savedMillis = tickMillis;
        if (!broken && held.unsaved()) {
            broken = !held.save();
        }
    }
}
