// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Comparator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/** A context entry: it names a block of another feed that the author had folded. */
public record Entry(FeedId feed, long number, Bytes check) implements Comparable<Entry> {
    /** How many bytes of the named block's id an entry carries. */
    public static final int CHECK_SIZE = 2;

    private static final Comparator<Entry> ORDER = Comparator.comparing(Entry::feed)
        .thenComparingLong(Entry::number).thenComparing(Entry::check);

    public Entry {
        if (number < 1 || check.size() != CHECK_SIZE) {
            throw new IllegalArgumentException("no context entry: " + number + " " + check);
        }
    }

    static Entry naming(Place place) {
        return new Entry(place.feed(), place.number(), check(place.id()));
    }

    public static Bytes check(BlockId id) {
        return id.value().head(CHECK_SIZE);
    }

    @Override
    public int compareTo(Entry other) {
        return ORDER.compare(this, other);
    }
}
