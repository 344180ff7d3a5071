// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.Comparator;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/** A block of a feed that an act accepts, and with it all blocks before it. */
public record Head(FeedId feed, long number, BlockId block) implements Comparable<Head> {
    private static final Comparator<Head> ORDER = Comparator.comparing(Head::feed)
        .thenComparingLong(Head::number).thenComparing(Head::block);

    public Head {
        if (number < 1) {
            throw new IllegalArgumentException("block " + number + " of feed " + feed);
        }
    }

    static Head of(Item.Array parts) {
        if (parts.size() != 3) {
            throw new IllegalArgumentException("a head of " + parts.size() + " items");
        }
        return new Head(new FeedId(((Item.Bin) parts.at(0)).value()),
            ((Item.Int) parts.at(1)).value(), new BlockId(((Item.Bin) parts.at(2)).value()));
    }

    @Override
    public int compareTo(Head other) {
        return ORDER.compare(this, other);
    }
}
