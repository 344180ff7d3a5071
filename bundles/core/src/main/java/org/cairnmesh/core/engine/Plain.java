// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.core.feed.Place;

/**
 * The events of a block as the checkpoint keeps them: to read a body, its ancestors have to be
 * read; here each event can be read alone. It starts with a part of the block's id, so that it is
 * never taken for that of another.
 */
final class Plain {
    private static final int ID_BYTES = 8;

    private final byte[] bytes;

    Plain(Bytes encoded) {
        this.bytes = encoded.toArray();
    }

    static Bytes encode(Place place, List<Event> events) {
        List<byte[]> items = new ArrayList<>(events.size());
        int size = ID_BYTES + Integer.BYTES;
        for (Event event : events) {
            items.add(Cbor.encode(item(event)).toArray());
            size += Integer.BYTES + items.get(items.size() - 1).length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(place.id().value().head(ID_BYTES).toArray()).putInt(events.size());
        int end = 0;
        for (byte[] item : items) {
            end += item.length;
            out.putInt(end);
        }
        items.forEach(out::put);
        return Bytes.of(out.array());
    }

    boolean isOf(Place place) {
        return bytes.length >= ID_BYTES + Integer.BYTES
            && place.id().value().startsWith(Bytes.of(bytes, 0, ID_BYTES))
            && ByteBuffer.wrap(bytes).getInt(ID_BYTES) == place.events();
    }

    List<Event> events(Place place) {
        List<Event> events = new ArrayList<>(place.events());
        for (int i = 0; i < place.events(); i++) {
            events.add(at(place, i));
        }
        return List.copyOf(events);
    }

    Event at(Place place, int index) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int ends = ID_BYTES + Integer.BYTES;
        int items = ends + place.events() * Integer.BYTES;
        int from = index == 0 ? 0 : in.getInt(ends + (index - 1) * Integer.BYTES);
        int to = in.getInt(ends + index * Integer.BYTES);
        return event((Item.Array) Cbor.decode(Bytes.of(bytes, items + from, to - from)),
            new EventId(place.origin(), place.first() + index));
    }

    private static Item item(Event event) {
        List<Item> parts = new ArrayList<>(List.of(Item.of(event.kind().name()),
            Item.of(event.by()), Item.of(event.atMillis()), event.payload()));
        event.basis().ifPresent(basis -> parts.add(new Item.Array(basis.stream()
            .map(id -> Item.of(Item.of(id.origin()), Item.of(id.number()))).toList())));
        return new Item.Array(parts);
    }

    private static Event event(Item.Array parts, EventId id) {
        Optional<List<EventId>> basis = Optional.empty();
        if (parts.size() > 4) {
            basis = Optional.of(((Item.Array) parts.at(4)).items().stream()
                .map(Item.Array.class::cast)
                .map(pair -> new EventId(((Item.Bin) pair.at(0)).value(),
                    ((Item.Int) pair.at(1)).value())).toList());
        }
        return new Event(id, new Kind(((Item.Text) parts.at(0)).value()),
            (Item.Table) parts.at(3), ((Item.Text) parts.at(1)).value(),
            ((Item.Int) parts.at(2)).value(), basis);
    }
}
