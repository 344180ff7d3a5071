// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Place;

/** The envelopes of held blocks that are not here, and those that came with another copy. */
final class Lacking {
    private final Journal journal;
    private final Set<Place> places = new HashSet<>();
    /** Held blocks with the envelopes that came since the last commit. */
    private final Map<Place, Block> enclosed = new LinkedHashMap<>();
    private long envelopes;

    Lacking(Journal journal) {
        this.journal = journal;
    }

    /** A block is held now. */
    void note(Place place, Block block) {
        envelopes += block.envelopesMissing();
        if (block.envelopesMissing() > 0) {
            places.add(place);
        }
    }

    /** How many envelopes are not here. */
    long envelopes() {
        return envelopes;
    }

    /** Whether envelopes of a block are not here. */
    boolean has(Place place) {
        return places.contains(place);
    }

    /** Takes what another copy of a held block brings of its envelopes; kept with the commit. */
    void enclose(Place place, Block other) {
        Block held = enclosed.getOrDefault(place, journal.block(place));
        Admission.enclosed(held, other).ifPresent(whole -> enclosed.put(place, whole));
    }

    /** Whether all that came is kept. */
    boolean written() {
        return enclosed.isEmpty();
    }

    /** Keeps the envelopes that came later, and folds the events of their blocks anew. */
    void write(Tails tails) {
        enclosed.forEach((place, block) -> {
            boolean folded = place.counts() && !journal.isUnread(place)
                && !journal.locked.contains(place);
            if (folded) {
                journal.projections.retract(place);
                tails.keep(List.of());
            }
            places.remove(place);
            envelopes -= journal.block(place).envelopesMissing();
            journal.log.enclose(block);
            note(place, block);
            journal.bodies.unlock(List.of(place));
            if (folded) {
                journal.projections.changed(List.of(place), List.of());
            }
        });
        enclosed.clear();
    }
}
