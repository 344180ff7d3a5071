// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.EventLogs;

/**
 * Whether the log takes what is to be written. If its disk is full or read-only the log is read all
 * the same: views are shown and blocks are shared, drafts and blocks of others are refused.
 */
final class Storage {
    /** A mark that is only written to see whether it can be; larger than most commits. */
    private static final String PROBE = "probe";
    private static final Bytes PROBE_BYTES = Bytes.of(new byte[64 * 1024]);

    private Optional<String> problem = Optional.empty();
    private boolean suspected;

    /** Why nothing is written. */
    Optional<String> problem() {
        return problem;
    }

    /** Another log has come: it may take what the last one did not. */
    void renew() {
        problem = Optional.empty();
        suspected = false;
    }

    /** Something failed: before the log is written to again, it is tried. */
    void suspect() {
        suspected = true;
    }

    /**
     * Opens what is to be used: to write, or only to read if that fails.
     *
     * @param open opens a log, writable or not
     */
    <T> T open(EventLogs logs, BiFunction<EventLogs, Boolean, T> open) {
        if (suspected) {
            probe(logs, () -> { });
        }
        if (problem.isPresent()) {
            return open.apply(logs, false);
        }
        try {
            return open.apply(logs, true);
        } catch (EventLogException e) {
            T read = open.apply(logs, false);
            fail(e);
            return read;
        }
    }

    /** Tries whether the log takes something again, and runs what is to be done then. */
    void probe(EventLogs logs, Runnable success) {
        try {
            logs.mark(Map.of(PROBE, PROBE_BYTES));
            logs.mark(Map.of(PROBE, Bytes.EMPTY));
            renew();
            success.run();
        } catch (EventLogException e) {
            fail(e);
        }
    }

    /** Something could not be written. */
    void fail(EventLogException e) {
        problem = Optional.of("nothing can be recorded or received, what is here is shown and "
            + "shared: " + e.getMessage());
    }
}
