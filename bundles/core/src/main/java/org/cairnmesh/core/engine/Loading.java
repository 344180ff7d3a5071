// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.reduce.Reducer;

/**
 * A log that has come, on its way to be held: read and folded in slices, so that the engine goes
 * on meanwhile. Readers keep the last snapshot until all is folded: never a part of a history.
 */
final class Loading {
    /** Blocks that are read in one turn. */
    private static final int BLOCKS_A_TURN = 2_048;

    private final Verifier verifier;
    private final Journal journal;
    private final Reading reading;
    private boolean read;
    private Optional<Held> held = Optional.empty();

    /** @param writable whether the medium takes what is to be written; else it is only read */
    Loading(EventLog log, Registry registry, Verifier verifier, boolean writable) {
        this.verifier = verifier;
        this.journal = Journal.unread(log, registry, writable);
        this.reading = new Reading(journal);
    }

    /** One slice; answers the box once all is read and folded, and what it sealed is written. */
    Optional<Held> step(Box box, List<Reducer> reducers, Consumer<String> refusals,
                        long nowMillis, long tickMillis) {
        if (!read) {
            read = reading.step(BLOCKS_A_TURN);
            if (!read) {
                return Optional.empty();
            }
        }
        if (held.isEmpty()) {
            Held fresh = new Held(journal, box, refusals, verifier, nowMillis);
            reducers.forEach(fresh::install);
            fresh.commit();
            held = Optional.of(fresh);
        }
        Held fresh = held.get();
        boolean settled = fresh.fold(Turn.EVENTS_A_TURN, tickMillis);
        fresh.commit();
        fresh.saveIfDue(false, tickMillis);
        return settled ? held : Optional.empty();
    }

    /** A reducer that comes while the log is folded. */
    void install(Reducer reducer) {
        held.ifPresent(fresh -> fresh.install(reducer));
    }

    /** A reducer that goes while the log is folded. */
    void remove(Reducer reducer, long tickMillis) {
        held.ifPresent(fresh -> fresh.projections().remove(reducer, tickMillis));
    }

    /** What people are told meanwhile. */
    String progress() {
        return "the log is being read: " + (read ? "still folding" : reading.progress());
    }
}
