// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a feed has forked.
 *
 * @param from     the number of the first blocks of which there are several
 * @param branches one for each tip, the highest first
 */
public record Fork(long from, List<Stretch> branches) {
    /** More branches than mishaps make. */
    static final int MISHAPS_MAX = 4;

    /** What stands past the fork on the way to a tip: its first block and its last. */
    public record Stretch(Place first, Place tip) {
        private boolean before(Stretch other) {
            return tip.timeMillis() < other.first.timeMillis();
        }
    }

    /** What probably happened. */
    public enum Cause { RESTORED, CLONED, STOLEN }

    /** How a feed has forked; nothing if it has not. */
    public static Optional<Fork> of(Feed feed) {
        List<Stretch> branches = feed.tips().stream()
            .sorted(Comparator.comparingLong(Place::number).reversed().thenComparing(Place::id))
            .flatMap(tip -> feed.firstContested(tip).map(f -> new Stretch(f, tip)).stream())
            .toList();
        return branches.stream().mapToLong(branch -> branch.first.number()).min().stream()
            .mapToObj(from -> new Fork(from, branches)).findFirst();
    }

    /** The earliest time that a block past the fork says, as its author wrote it. */
    public long sinceMillis() {
        return branches.stream().mapToLong(b -> b.first.timeMillis()).min().orElse(0);
    }

    /**
     * A restored box writes the second branch after the first has ended; clones write both at the
     * same time; only someone who wants to makes many.
     */
    public Cause cause() {
        if (branches.size() > MISHAPS_MAX) {
            return Cause.STOLEN;
        }
        boolean apart = branches.stream().allMatch(a -> branches.stream()
            .allMatch(b -> a == b || a.before(b) || b.before(a)));
        return apart ? Cause.RESTORED : Cause.CLONED;
    }
}
