// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;

/**
 * The other form of a body, for what the first could not hold: its events as CBOR, followed by a
 * CRC-32 of those bytes, raw-deflated (RFC 1951) on its own. Reading is bounded before it starts:
 * nothing inflates past {@link Limits#BODY_PLAIN_BYTES_MAX}.
 */
final class PlainBody {
    private PlainBody() { }

    static Bytes write(List<Event> events) {
        byte[] plain = cbor(events).toArray();
        CRC32 crc = new CRC32();
        crc.update(plain);
        return deflate(Body.withCrc(Bytes.of(plain), crc.getValue()));
    }

    private static Bytes cbor(List<Event> events) {
        return Cbor.encode(new Item.Array(events.stream().map(PlainBody::item).toList()));
    }

    /** The size of one event as CBOR in bytes. */
    static int size(Event event) {
        return cbor(List.of(event)).size() - 1;
    }

    static Optional<List<Event>> read(Bytes body, EventId first, int count) {
        try {
            Item.Array items = (Item.Array) Cbor.decode(inflate(body.toArray()));
            if (items.size() != count) {
                return Optional.empty();
            }
            List<Event> events = new ArrayList<>(count);
            for (Item item : items.items()) {
                EventId id = new EventId(first.origin(), first.number() + events.size());
                events.add(event((Item.Array) item, id));
            }
            return Optional.of(List.copyOf(events));
        } catch (DataFormatException | MalformedException | IllegalArgumentException
                 | ClassCastException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    static Item item(Event event) {
        List<Item> parts = new ArrayList<>(List.of(Item.of(event.kind().name()),
            Item.of(event.by()), Item.of(event.atMillis()), event.payload()));
        event.basis().ifPresent(basis -> parts.add(new Item.Array(basis.stream()
            .map(id -> Item.of(Item.of(id.origin()), Item.of(id.number()))).toList())));
        return new Item.Array(parts);
    }

    static Event event(Item.Array parts, EventId id) {
        size(parts, parts.size() == 5 ? 5 : 4, "an event");
        Optional<List<EventId>> basis = parts.size() == 4 ? Optional.empty()
            : Optional.of(((Item.Array) parts.at(4)).items().stream()
                .map(Item.Array.class::cast).map(PlainBody::id).toList());
        return new Event(id, new Kind(((Item.Text) parts.at(0)).value()),
            (Item.Table) parts.at(3), ((Item.Text) parts.at(1)).value(),
            ((Item.Int) parts.at(2)).value(), basis);
    }

    private static EventId id(Item.Array pair) {
        size(pair, 2, "an id");
        return new EventId(((Item.Bin) pair.at(0)).value(), ((Item.Int) pair.at(1)).value());
    }

    static void size(Item.Array parts, int size, String what) {
        if (parts.size() != size) {
            throw new MalformedException(what + " of " + parts.size() + " parts");
        }
    }

    private static Bytes deflate(Bytes input) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(input.toArray());
            deflater.finish();
            byte[] buffer = new byte[1024];
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return Bytes.of(out.toByteArray());
        } finally {
            deflater.end();
        }
    }

    private static Bytes inflate(byte[] body) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(body);
            byte[] buffer = new byte[Limits.BODY_PLAIN_BYTES_MAX + 1];
            int size = 0;
            while (!inflater.finished()) {
                int more = inflater.inflate(buffer, size, buffer.length - size);
                size += more;
                if (size == buffer.length) {
                    throw new MalformedException("a body that inflates past the bound");
                }
                if (more == 0 && !inflater.finished()) {
                    throw new MalformedException("a body that is cut short");
                }
            }
            if (inflater.getRemaining() > 0 || size < Body.CRC_SIZE) {
                throw new MalformedException("bytes after the body");
            }
            int plain = size - Body.CRC_SIZE;
            CRC32 crc = new CRC32();
            crc.update(buffer, 0, plain);
            if (Bytes.of(buffer, plain, Body.CRC_SIZE).toLong() != crc.getValue()) {
                throw new MalformedException("a body with a wrong CRC");
            }
            return Bytes.of(buffer, 0, plain);
        } finally {
            inflater.end();
        }
    }
}
