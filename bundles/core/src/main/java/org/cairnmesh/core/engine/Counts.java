// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.core.fold.Cover;

/**
 * What is counted of the sealed events, as the checkpoint keeps it.
 *
 * @param unreadable blocks whose body cannot be read
 * @param kinds      how many events of each kind
 * @param locked     the blocks of which the box had no key, by their number of arrival
 */
record Counts(Cover cover, long unreadable, Map<Kind, Long> kinds, List<Integer> locked) {
    private static final String TABLE = "counts";

    static Optional<Counts> read(Checkpoint checkpoint) {
        try {
            return checkpoint.get(TABLE, Bytes.EMPTY).map(Counts::decode);
        } catch (MalformedException | ClassCastException | IllegalArgumentException
                 | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static Counts decode(Bytes bytes) {
        Item.Array parts = (Item.Array) Cbor.decode(bytes);
        Map<Kind, Long> kinds = new TreeMap<>();
        ((Item.Table) parts.at(3)).entries()
            .forEach((kind, count) -> kinds.put(new Kind(kind), number(count)));
        return new Counts(new Cover(Math.toIntExact(number(parts.at(0))),
            ((Item.Bin) parts.at(1)).value()), number(parts.at(2)), kinds,
            ((Item.Array) parts.at(4)).items().stream()
                .map(arrival -> Math.toIntExact(number(arrival))).toList());
    }

    private static long number(Item item) {
        return ((Item.Int) item).value();
    }

    void write(Checkpoint checkpoint) {
        Map<String, Item> table = new TreeMap<>();
        kinds.forEach((kind, count) -> table.put(kind.name(), Item.of(count)));
        checkpoint.put(TABLE, Bytes.EMPTY, Cbor.encode(Item.of(Item.of(cover.blocks()),
            Item.of(cover.digest()), Item.of(unreadable), new Item.Table(table),
            new Item.Array(locked.stream().map(arrival -> Item.of(arrival)).toList()))));
    }
}
