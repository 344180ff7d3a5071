// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The strongly connected components of the graph of blocks, by Tarjan's algorithm ("Depth-first
 * search and linear graph algorithms", 1972), without recursion. Only someone who grinds the checks
 * of context entries can make one of more than one block.
 */
final class Cycles {
    private final Map<Place, Visit> visits = new HashMap<>();
    private final Map<Place, Integer> component = new HashMap<>();
    private final Deque<Place> path = new ArrayDeque<>();
    private final Deque<Visit> work = new ArrayDeque<>();

    private static final class Visit {
        final Place place;
        final int order;
        int low;
        int next;

        Visit(Place place, int order) {
            this.place = place;
            this.order = order;
            this.low = order;
        }
    }

    private Cycles() { }

    /** The number of the component of each block. */
    static Map<Place, Integer> components(Collection<Place> places) {
        Cycles cycles = new Cycles();
        for (Place place : places) {
            if (!cycles.visits.containsKey(place)) {
                cycles.visit(place);
            }
        }
        return cycles.component;
    }

    private void visit(Place root) {
        enter(root);
        while (!work.isEmpty()) {
            Visit visit = work.peek();
            Place next = step(visit);
            if (next == null) {
                leave(work.pop());
            } else if (!visits.containsKey(next)) {
                enter(next);
            } else if (!component.containsKey(next)) {
                visit.low = Math.min(visit.low, visits.get(next).order);
            }
        }
    }

    private void enter(Place place) {
        Visit visit = new Visit(place, visits.size());
        visits.put(place, visit);
        path.push(place);
        work.push(visit);
    }

    /** The next block that the visited one depends on; null when there is none left. */
    private static Place step(Visit visit) {
        Place[] named = visit.place.named;
        while (visit.next <= named.length) {
            int i = visit.next++;
            Place target = i == 0 ? visit.place.before() : named[i - 1];
            if (target != null) {
                return target;
            }
        }
        return null;
    }

    private void leave(Visit visit) {
        if (!work.isEmpty()) {
            work.peek().low = Math.min(work.peek().low, visit.low);
        }
        if (visit.low == visit.order) {
            Place place;
            do {
                place = path.pop();
                component.put(place, visit.order);
            } while (place != visit.place);
        }
    }
}
