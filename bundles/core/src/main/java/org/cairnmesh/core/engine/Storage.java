// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Appended;

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

    /** A draft that is not appended. */
    Appended refusal() {
        return new Appended.Refused(Appended.Reason.STORAGE, problem.orElse("the log failed"));
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
    <T> T open(EventLog log, BiFunction<EventLog, Boolean, T> open) {
        if (suspected) {
            probe(log, () -> { });
        }
        if (problem.isPresent()) {
            return open.apply(log, false);
        }
        try {
            return open.apply(log, true);
        } catch (EventLogException e) {
            T read = open.apply(log, false);
            fail(e);
            return read;
        }
    }

    /** Tries whether the log takes something again, and runs what is to be done then. */
    void probe(EventLog log, Runnable success) {
        try {
            log.commit(new Batch(List.of(), List.of(), 0, Map.of(PROBE, PROBE_BYTES)));
            log.commit(new Batch(List.of(), List.of(), 0, Map.of(PROBE, Bytes.EMPTY)));
            renew();
            success.run();
        } catch (EventLogException e) {
            fail(e);
        }
    }

    private void fail(EventLogException e) {
        problem = Optional.of("nothing can be recorded or received, what is here is shown and "
            + "shared: " + e.getMessage());
    }
}
