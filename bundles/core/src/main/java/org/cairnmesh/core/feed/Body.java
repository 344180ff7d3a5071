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
 * The body of a block: its events as CBOR, followed by a CRC-32 of those bytes, raw-deflated
 * (RFC 1951). Reading is bounded before it starts: nothing inflates past
 * {@link Limits#BODY_PLAIN_BYTES_MAX}. What a feed says repeats itself: most bodies are deflated
 * with what the block's ancestors hold as a preset dictionary.
 */
public final class Body {
    /** How far back deflate looks. */
    static final int HISTORY_BYTES_MAX = 32 * 1024;

    private static final int CRC_SIZE = 4;
    /** The longest that the time of an event becomes. */
    private static final int TIME_BYTES_MAX = 9;

    private Body() { }

    /** The body that holds these events, in a block of this time, deflated on its own. */
    public static Bytes write(List<Event> events, long blockMillis) {
        return write(events, blockMillis, Bytes.EMPTY);
    }

    /** The body that holds these events, deflated with what its ancestors hold as dictionary. */
    public static Bytes write(List<Event> events, long blockMillis, Bytes history) {
        return deflate(plain(events, blockMillis), history);
    }

    /**
     * The history that a block which follows has: what its previous had, and the events of that.
     *
     * @param history of the previous block
     * @param events  of the previous block; none if its body cannot be read
     */
    public static Bytes history(Bytes history, List<Event> events, long blockMillis) {
        byte[] plain = events.isEmpty() ? new byte[0] : plain(events, blockMillis);
        byte[] all = new byte[history.size() + plain.length];
        history.copyTo(all, 0);
        System.arraycopy(plain, 0, all, history.size(), plain.length);
        int kept = Math.min(all.length, HISTORY_BYTES_MAX);
        return Bytes.of(all, all.length - kept, kept);
    }

    /**
     * The size of the body of these events in bytes; the largest number if it could not be read
     * back once a packet's worth more stands in it and it is sealed at another time: by a clock
     * that was set meanwhile, the times of all events may be longer.
     */
    static int size(List<Event> events, long blockMillis, Bytes history) {
        byte[] plain = plain(events, blockMillis);
        int reserve = Limits.PACKET_BYTES + Limits.BLOCK_EVENTS_MAX * TIME_BYTES_MAX;
        boolean small =
            plain.length + CRC_SIZE + reserve <= Limits.BODY_PLAIN_BYTES_MAX;
        return small ? deflate(plain, history).size() : Integer.MAX_VALUE;
    }

    private static byte[] plain(List<Event> events, long blockMillis) {
        List<Item> items = new ArrayList<>();
        for (Event event : events) {
            items.add(eventItem(event, blockMillis));
        }
        return Cbor.encode(new Item.Array(items)).toArray();
    }

    /**
     * The size in bytes of one event in a body, before it is deflated.
     *
     * @throws IllegalArgumentException if it nests too deep to stand in one
     */
    public static int plainSize(Event event) {
        return plain(List.of(event), event.atMillis()).length - 1;
    }

    /**
     * The events of a body; nothing if it cannot be decoded, holds another number of events than
     * its header says, or inflates past the bound.
     *
     * @param first the id of the first event; the others follow it
     */
    public static Optional<List<Event>> read(Bytes body, EventId first, int count,
                                             long blockMillis) {
        return read(body, first, count, blockMillis, Bytes.EMPTY);
    }

    /** The events of a body that was written with this history; else as the other. */
    public static Optional<List<Event>> read(Bytes body, EventId first, int count,
                                             long blockMillis, Bytes history) {
        try {
            byte[] plain = inflate(body.toArray(), history);
            Item.Array items = (Item.Array) Cbor.decode(Bytes.of(plain));
            if (items.size() != count) {
                return Optional.empty();
            }
            List<Event> events = new ArrayList<>(count);
            for (Item item : items.items()) {
                EventId id = new EventId(first.origin(), first.number() + events.size());
                events.add(event((Item.Array) item, id, blockMillis));
            }
            return Optional.of(List.copyOf(events));
        } catch (MalformedException | DataFormatException | IllegalArgumentException
                 | ClassCastException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    static Item eventItem(Event event, long blockMillis) {
        List<Item> parts = new ArrayList<>(List.of(Item.of(event.kind().name()),
            Item.of(event.by()), Item.of(event.atMillis() - blockMillis), event.payload()));
        event.basis().ifPresent(basis -> parts.add(new Item.Array(basis.stream()
            .map(id -> Item.of(Item.of(id.origin()), Item.of(id.number()))).toList())));
        return new Item.Array(parts);
    }

    static Event event(Item.Array parts, EventId id, long blockMillis) {
        if (parts.size() < 4 || parts.size() > 5) {
            throw new MalformedException("an event of " + parts.size() + " parts");
        }
        Optional<List<EventId>> basis = Optional.empty();
        if (parts.size() == 5) {
            basis = Optional.of(((Item.Array) parts.at(4)).items().stream()
                .map(Item.Array.class::cast)
                .map(pair -> new EventId(((Item.Bin) pair.at(0)).value(),
                    ((Item.Int) pair.at(1)).value())).toList());
        }
        return new Event(id, new Kind(((Item.Text) parts.at(0)).value()),
            (Item.Table) parts.at(3), ((Item.Text) parts.at(1)).value(),
            blockMillis + ((Item.Int) parts.at(2)).value(), basis);
    }

    private static Bytes deflate(byte[] plain, Bytes history) {
        CRC32 crc = new CRC32();
        crc.update(plain);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            byte[] input = new byte[plain.length + CRC_SIZE];
            System.arraycopy(plain, 0, input, 0, plain.length);
            Bytes.ofLong(crc.getValue()).slice(4, CRC_SIZE).copyTo(input, plain.length);
            if (history.size() > 0) {
                deflater.setDictionary(history.toArray());
            }
            deflater.setInput(input);
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

    private static byte[] inflate(byte[] body, Bytes history) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            if (history.size() > 0) {
                inflater.setDictionary(history.toArray());
            }
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
            if (inflater.getRemaining() > 0 || size < CRC_SIZE) {
                throw new MalformedException("bytes after the body");
            }
            CRC32 crc = new CRC32();
            crc.update(buffer, 0, size - CRC_SIZE);
            if (Bytes.of(buffer, size - CRC_SIZE, CRC_SIZE).toLong() != crc.getValue()) {
                throw new MalformedException("a body with a wrong CRC");
            }
            return java.util.Arrays.copyOf(buffer, size - CRC_SIZE);
        } finally {
            inflater.end();
        }
    }
}
