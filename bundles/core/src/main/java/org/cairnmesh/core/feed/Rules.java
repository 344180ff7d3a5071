// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;

/**
 * What the people who run a space have ruled about its blocks: a {@link Graph} obeys it. The same
 * blocks under the same rules give the same graph, whatever came first.
 *
 * <p>A block of a cut or resolved feed counts if it is one of the heads named or an ancestor of
 * one. While a named head is not held, every block up to its number counts: nobody can tell yet
 * which of them are its ancestors. What does not count is as if it had never been received.
 *
 * @param cuts        the heads that count of each feed that was revoked
 * @param resolved    the heads that count of each feed that had forked, or was closed
 * @param times       corrections of the time of ranges of blocks; of ranges that overlap the last
 * @param floorMillis the corrected time of the newest block of the roster: no clock is behind it
 */
public record Rules(Map<FeedId, List<Head>> cuts, Map<FeedId, List<Head>> resolved,
                    Map<FeedId, List<Shift>> times, OptionalLong floorMillis) {
    /** Of a space that nobody runs. */
    public static final Rules NONE =
        new Rules(Map.of(), Map.of(), Map.of(), OptionalLong.empty());
    /** How many heads can be ruled of one feed; a resolved one is never closed again. */
    public static final int OF_A_FEED_MAX = Admission.TIPS_MAX - 1;
    /** How many ranges of one feed can be corrected. */
    public static final int RANGES_MAX = 512;

    public Rules {
        cuts = bounded(cuts, OF_A_FEED_MAX, "heads");
        resolved = bounded(resolved, OF_A_FEED_MAX, "heads");
        times = bounded(times, RANGES_MAX, "ranges");
    }

    /** A block by its number and id. */
    public record Head(long number, BlockId id) { }

    /** The blocks of these numbers, both included, were written at another time than they say. */
    public record Shift(long from, long to, long offsetMillis) {
        public Shift {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("no range of blocks: " + from + " to " + to);
            }
            if (Math.abs(offsetMillis) >= Limits.TIME_MILLIS_MAX) {
                throw new IllegalArgumentException("no offset of a clock: " + offsetMillis);
            }
        }
    }

    private static <T> Map<FeedId, List<T>> bounded(Map<FeedId, List<T>> of, int most,
                                                         String what) {
        Map<FeedId, List<T>> copy = new TreeMap<>();
        of.forEach((feed, list) -> {
            if (list.size() > most) {
                throw new IllegalArgumentException(list.size() + " " + what + " of feed " + feed
                    + "; at most " + most);
            }
            copy.put(feed, List.copyOf(list));
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Whether no box may append to a feed any more: what comes after its heads does not count. */
    public boolean ended(FeedId feed) {
        return cuts.containsKey(feed) || resolved.containsKey(feed);
    }

    /** By how much the time of a block is to be moved. */
    long offsetMillis(FeedId feed, long number) {
        long offset = 0;
        for (Shift shift : times.getOrDefault(feed, List.of())) {
            offset = number >= shift.from && number <= shift.to ? shift.offsetMillis : offset;
        }
        return offset;
    }

    /** These rules with another floor. */
    public Rules withFloor(long millis) {
        return new Rules(cuts, resolved, times, OptionalLong.of(millis));
    }
}
