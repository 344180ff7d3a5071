// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.ArrayList;
import java.util.List;
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
 * @param envelopes the sensitive values of its events, in the order in which the header names them;
 *                 empty where one is not here
 */
public record Block(BlockId id, FeedId feed, long number, BlockId previous, int events,
                    Bytes header, Bytes body, Bytes signature, List<Bytes> envelopes) {
    private static final int ITEMS = 8;

    public Block {
        envelopes = List.copyOf(envelopes);
        if (number < 1 || events < 0 || previous.equals(BlockId.NONE) != (number == 1)) {
            throw new IllegalArgumentException("no block: number " + number);
        }
    }

    /** Without sensitive values. */
    public Block(BlockId id, FeedId feed, long number, BlockId previous, int events, Bytes header,
                 Bytes body, Bytes signature) {
        this(id, feed, number, previous, events, header, body, signature, List.of());
    }

    /** The same block with these envelopes in place of its own. */
    public Block withEnvelopes(List<Bytes> others) {
        return new Block(id, feed, number, previous, events, header, body, signature, others);
    }

    /** How many of its envelopes are not here. */
    public int envelopesMissing() {
        return (int) envelopes.stream().filter(envelope -> envelope.size() == 0).count();
    }

    /** The block as one item, for files; {@link #of} reads it. */
    public Item item() {
        List<Item> parts = new ArrayList<>(List.of(Item.of(id.value()), Item.of(feed.value()),
            Item.of(number), Item.of(previous.value()), Item.of(events), Item.of(header),
            Item.of(body), Item.of(signature)));
        envelopes.forEach(envelope -> parts.add(Item.of(envelope)));
        return new Item.Array(parts);
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
                bytes(parts.at(6)), bytes(parts.at(7)),
                parts.items().subList(ITEMS, parts.size()).stream().map(Block::bytes).toList());
        } catch (ClassCastException | IllegalArgumentException | ArithmeticException
                 | IndexOutOfBoundsException e) {
            throw new MalformedException("no block: " + e.getMessage());
        }
    }

    private static Bytes bytes(Item item) {
        return ((Item.Bin) item).value();
    }
}
