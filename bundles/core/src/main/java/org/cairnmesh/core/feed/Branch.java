// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.event.FeedId;

/**
 * A stretch of a feed without a fork inside it: blocks that follow one another. A feed that never
 * forked is one branch, so that asking who is whose ancestor is a comparison of numbers.
 */
final class Branch {
    /** The branch that this one left, or null. */
    final Branch parent;
    /** The number of the last block that it shares with its parent; 0 for a root. */
    final long forkNumber;
    final List<Place> places = new ArrayList<>();
    /** Blocks from this number on stand past a fork. */
    long contestedFrom;
    private final Map<FeedId, Naming> namings = new HashMap<>();

    /** What the blocks of a branch name of one other feed, by the number of the naming block. */
    private static final class Naming {
        private final TreeMap<Long, List<Place>> said = new TreeMap<>();
        private final TreeMap<Long, List<Place>> known = new TreeMap<>();

        void say(long number, List<Place> tips) {
            if (tips.isEmpty()) {
                said.remove(number);
                known.remove(number);
            } else {
                said.put(number, tips);
            }
            Map.Entry<Long, List<Place>> before = known.lowerEntry(number);
            List<Place> sum = before == null ? List.of() : before.getValue();
            for (Map.Entry<Long, List<Place>> later : said.tailMap(number).entrySet()) {
                sum = union(sum, later.getValue());
                known.put(later.getKey(), sum);
            }
        }

        private static List<Place> union(List<Place> some, List<Place> more) {
            List<Place> sum = new ArrayList<>(some);
            for (Place tip : more) {
                if (sum.stream().noneMatch(held -> reaches(tip, held))) {
                    sum.removeIf(held -> reaches(held, tip));
                    sum.add(tip);
                }
            }
            return sum;
        }
    }

    Branch(Branch parent, long forkNumber, boolean contested) {
        this.parent = parent;
        this.forkNumber = forkNumber;
        this.contestedFrom = contested ? 1 : Long.MAX_VALUE;
    }

    long lastNumber() {
        return forkNumber + places.size();
    }

    Place at(long number) {
        return places.get((int) (number - forkNumber - 1));
    }

    /** Whether a block is another, or an ancestor of it in their feed. */
    static boolean reaches(Place ancestor, Place place) {
        if (!ancestor.feed().equals(place.feed())) {
            return false;
        }
        Branch branch = place.branch;
        long number = place.number();
        while (branch != null && branch != ancestor.branch) {
            number = branch.forkNumber;
            branch = branch.parent;
        }
        return branch != null && ancestor.number() <= number;
    }

    /** The deepest common ancestor of two blocks of a feed, or null. */
    static Place common(Place a, Place b) {
        long numberA = a.number();
        for (Branch ofA = a.branch; ofA != null; ofA = ofA.parent) {
            long numberB = b.number();
            for (Branch ofB = b.branch; ofB != null; ofB = ofB.parent) {
                if (ofA == ofB) {
                    return ofA.at(Math.min(numberA, numberB));
                }
                numberB = ofB.forkNumber;
            }
            numberA = ofA.forkNumber;
        }
        return null;
    }

    /** Notes what a block of this branch names of a feed; replaces what it named before. */
    void says(long number, FeedId feed, List<Place> tips) {
        namings.computeIfAbsent(feed, f -> new Naming()).say(number, tips);
    }

    /** Whether a block up to this number, here or on the branches below, named a block or later. */
    boolean named(long upTo, Place place) {
        Branch branch = this;
        long number = upTo;
        while (branch != null) {
            Naming naming = branch.namings.get(place.feed());
            Map.Entry<Long, List<Place>> known =
                naming == null ? null : naming.known.floorEntry(number);
            if (known != null && known.getValue().stream().anyMatch(t -> reaches(place, t))) {
                return true;
            }
            number = branch.forkNumber;
            branch = branch.parent;
        }
        return false;
    }
}
