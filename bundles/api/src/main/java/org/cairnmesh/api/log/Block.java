// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/**
 * A sealed block as the log keeps it: opaque bytes and the facts that place them.
 *
 * @param number   1 for the first block of a feed, then without a gap
 * @param previous {@link BlockId#NONE} for number 1
 * @param events   how many events the block holds
 */
public record Block(BlockId id, FeedId feed, long number, BlockId previous, int events,
                    Bytes header, Bytes body, Bytes signature) {
    public Block {
        if (number < 1 || events < 0 || previous.equals(BlockId.NONE) != (number == 1)) {
            throw new IllegalArgumentException("no block: number " + number);
        }
    }

    /** The block as one item, for files; {@link #of} reads it. */
    public Item item() {
        return Item.of(Item.of(id.value()), Item.of(feed.value()), Item.of(number),
            Item.of(previous.value()), Item.of(events), Item.of(header), Item.of(body),
            Item.of(signature));
    }

    /**
     * The block that {@link #item} wrote.
     *
     * @throws MalformedException if the item is anything else
     */
    public static Block of(Item item) {
        try {
            Item.Array parts = (Item.Array) item;
            return new Block(new BlockId(bytes(parts.at(0))), new FeedId(bytes(parts.at(1))),
                ((Item.Int) parts.at(2)).value(), new BlockId(bytes(parts.at(3))),
                Math.toIntExact(((Item.Int) parts.at(4)).value()), bytes(parts.at(5)),
                bytes(parts.at(6)), bytes(parts.at(7)));
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException
                 | IndexOutOfBoundsException e) {
            throw new MalformedException("no block: " + e.getMessage());
        }
    }

    private static Bytes bytes(Item item) {
        return ((Item.Bin) item).value();
    }
}
