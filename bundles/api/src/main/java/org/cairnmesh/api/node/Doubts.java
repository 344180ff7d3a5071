// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.node;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;

/**
 * What a box cannot be sure of: blocks that others have seen and it has not, events that nothing
 * folds yet, feeds that have forked, times that cannot be right, and its clock. Lists hold
 * {@link #LISTED_MAX} at most; the totals count all.
 *
 * @param missing      context entries that name no held block, by feed and number
 * @param missingTotal how many there are
 * @param deferred     events that wait for something, by what they wait for
 * @param forks        feeds that have forked and that nobody has resolved, by feed
 * @param forksTotal   how many there are
 * @param misdated     stretches of feeds whose times cannot be right; nothing while the box does
 *                     not know the time itself
 */
public record Doubts(List<Missing> missing, long missingTotal, List<Deferred> deferred,
                     List<Fork> forks, long forksTotal, List<Misdated> misdated, Clock clock) {
    /** How much of each list is shown. */
    public static final int LISTED_MAX = 100;
    /** Nothing is in doubt. */
    public static final Doubts NONE = new Doubts(List.of(), 0, List.of(), List.of(), 0,
        List.of(), new Clock(true, OptionalLong.empty(), List.of()));

    public Doubts {
        missing = List.copyOf(missing);
        deferred = List.copyOf(deferred);
        forks = List.copyOf(forks);
        misdated = List.copyOf(misdated);
    }

    /** How many events wait. */
    public long deferredTotal() {
        return deferred.stream().mapToLong(Deferred::events).sum();
    }

    /**
     * A block that someone had seen and this box has not.
     *
     * @param box     the name of the box whose feed it is; empty if nothing of the feed is held
     * @param namedBy the name of a box that has named it
     * @param awaited whether it may still come; false if its feed was cut
     */
    public record Missing(FeedId feed, String box, long number, String namedBy,
                          boolean awaited) { }

    /**
     * Events that are held and relayed, and not or not wholly shown yet.
     *
     * @param why  what they wait for: "reducer", "key", or "envelope" if the rest is shown and only
     *             their sensitive values are not here
     * @param what its name: of a reducer the kind, of a key its id, of envelopes nothing
     */
    public record Deferred(String why, String what, long events) { }

    /** What probably made a feed fork. */
    public enum Guess {
        /** One branch ended before the other began. */
        RESTORED,
        /** Two branches grew at the same time. */
        CLONED,
        /** There are more branches than a mishap makes. */
        STOLEN
    }

    /**
     * A feed with several branches: its key signed different blocks of one number.
     *
     * @param roster      whether it is about the space itself; then every branch of it counts
     * @param own         whether it is of this box's device
     * @param closed      whether it has so many branches that no more are taken
     * @param from        the number of the first blocks of which there are several
     * @param sinceMillis the earliest time that one of them says, of whatever clock
     * @param blocks      how many blocks stand past the fork
     * @param proof       two signed headers that prove it to who holds nothing of the feed, as they
     *                    travel; empty if there is none
     */
    public record Fork(FeedId feed, DeviceId device, String box, boolean roster, boolean own,
                       boolean closed, long from, long sinceMillis, long blocks, List<Tip> tips,
                       Guess guess, Bytes proof) {
        public Fork {
            tips = List.copyOf(tips);
        }
    }

    /** The last block of a branch. */
    public record Tip(long number, BlockId id, long timeMillis) { }

    /**
     * Blocks that follow each other and say times at which they cannot have been written, all
     * before there were boxes or all far past the clock of this box, and that nobody corrected.
     *
     * @param from     the number of the first block
     * @param to       the number of the last
     * @param toMillis the latest time that they say
     */
    public record Misdated(FeedId feed, String box, long from, long to, long toMillis) { }

    /**
     * The box's clock.
     *
     * @param set         whether it counts as set; if not, blocks say so
     * @param floorMillis the time of the newest block of the roster, which is after it or before
     * @param peers       what the clocks of the boxes that were heard said
     */
    public record Clock(boolean set, OptionalLong floorMillis, List<Offset> peers) {
        public Clock {
            peers = List.copyOf(peers);
        }
    }

    /**
     * The clock of another box against this one's.
     *
     * @param offsetMillis how far it is ahead, to about a second
     * @param plausible    whether it shows a time at which boxes existed
     */
    public record Offset(Bytes peer, String box, Instant heard, long offsetMillis,
                         boolean plausible) { }
}
