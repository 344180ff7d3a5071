// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;

/**
 * A staged event as it is written to the log.
 *
 * @param start    the 8 bytes that its origin was made of
 * @param replaced the blocks of values that it replaced: its block must name them
 * @param envelope its sensitive values, packed and not sealed; empty if it has none
 */
public record Pending(Bytes start, Event event, List<BlockId> replaced, Bytes envelope) {
    public Pending {
        replaced = List.copyOf(replaced);
    }

    /** Without sensitive values. */
    public Pending(Bytes start, Event event, List<BlockId> replaced) {
        this(start, event, replaced, Bytes.EMPTY);
    }

    public Bytes encode() {
        return Cbor.encode(Item.of(Item.of(start), Item.of(event.id().origin()),
            Item.of(event.id().number()), PlainBody.item(event),
            new Item.Array(replaced.stream().map(id -> Item.of(id.value())).toList()),
            Item.of(envelope)));
    }

    /**
     * What {@link #encode} wrote.
     *
     * @throws MalformedException if the bytes are anything else
     */
    public static Pending decode(Bytes bytes) {
        try {
            Item.Array parts = (Item.Array) Cbor.decode(bytes);
            PlainBody.size(parts, 6, "a staged event");
            EventId id = new EventId(((Item.Bin) parts.at(1)).value(),
                ((Item.Int) parts.at(2)).value());
            return new Pending(((Item.Bin) parts.at(0)).value(),
                PlainBody.event((Item.Array) parts.at(3), id),
                ((Item.Array) parts.at(4)).items().stream()
                    .map(item -> new BlockId(((Item.Bin) item).value())).toList(),
                ((Item.Bin) parts.at(5)).value());
        } catch (ClassCastException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new MalformedException("no staged event: " + e.getMessage());
        }
    }
}
