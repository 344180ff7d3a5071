// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;

/**
 * Finds the blocks that say times at which they cannot have been written. Each block is looked at
 * once a day while the rules stay, since there may be many.
 */
final class Stamps {
    /** How far a time may be past the clock of this box, which may be wrong itself. */
    static final long AHEAD_MILLIS_MAX = 86_400_000;

    private final List<Doubts.Misdated> found = new ArrayList<>();
    /** The index of the last stretch of each feed. */
    private final Map<FeedId, Integer> last = new HashMap<>();
    private Rules rules = Rules.NONE;
    private Graph graph = new Graph();
    private long sinceMillis;
    private int looked;

    /** The stretches, in the order in which they arrived; nothing while the clock is not set. */
    List<Doubts.Misdated> look(Graph of, long nowMillis) {
        if (nowMillis < Doubter.PLAUSIBLE_MILLIS) {
            return List.of();
        }
        if (of != graph || of.rules() != rules
            || Math.abs(nowMillis - sinceMillis) > AHEAD_MILLIS_MAX) {
            graph = of;
            rules = of.rules();
            sinceMillis = nowMillis;
            found.clear();
            last.clear();
            looked = 0;
        }
        List<Place> arrived = of.arrived();
        for (; looked < arrived.size(); looked++) {
            Place place = arrived.get(looked);
            if (place.counts() && isOdd(place.corrected(place.timeMillis()), nowMillis)) {
                note(place);
            }
        }
        return List.copyOf(found);
    }

    private static boolean isOdd(long millis, long nowMillis) {
        return isEarly(millis) || millis > nowMillis + AHEAD_MILLIS_MAX;
    }

    private static boolean isEarly(long millis) {
        return millis < Doubter.PLAUSIBLE_MILLIS;
    }

    private void note(Place place) {
        Integer at = last.get(place.feed());
        Doubts.Misdated before = at == null ? null : found.get(at);
        long millis = place.timeMillis();
        if (before != null && place.number() >= before.from() && place.number() <= before.to() + 1
            && isEarly(before.toMillis()) == isEarly(millis)) {
            found.set(at, new Doubts.Misdated(place.feed(), before.box(), before.from(),
                Math.max(before.to(), place.number()), Math.max(before.toMillis(), millis)));
        } else if (found.size() < Doubts.LISTED_MAX) {
            last.put(place.feed(), found.size());
            found.add(new Doubts.Misdated(place.feed(), place.author().box(), place.number(),
                place.number(), millis));
        }
    }
}
