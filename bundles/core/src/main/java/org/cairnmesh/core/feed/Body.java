// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;

/**
 * The body of a block: its events, coded by how little one would have expected them after what the
 * block's ancestors hold, followed by a CRC-32 of what they say. Reading is bounded before it
 * starts: no body says more than {@link Limits#BODY_PLAIN_BYTES_MAX}. The layout is in
 * docs/wire-body.md. The same events after the same history give the same bytes everywhere.
 */
public final class Body {
    static final int CRC_SIZE = 4;
    /** A body, before it is sealed with a space key. */
    static final int CODED_BYTES_MAX = Limits.BODY_BYTES_MAX - SpaceKey.TAG_BYTES;

    private static final Event NO_EVENT = new Event(new EventId(Bytes.ofLong(0), 0),
        new Kind("none"), Item.Table.EMPTY, "", 0, Optional.empty());

    private Body() { }

    /**
     * A body.
     *
     * @param dictionary for the header: how it is to be read
     * @param next       the history of the block that follows
     */
    public record Written(Bytes bytes, int dictionary, History next) { }

    /**
     * What a body says.
     *
     * @param next the history of the block that follows
     */
    public record Read(List<Event> events, History next) { }

    /** The body that holds these events and stands on its own. */
    public static Bytes write(List<Event> events) {
        return new BodyWriter(History.NONE, events).written().bytes();
    }

    /**
     * The events of a body; nothing if it cannot be decoded, holds another number of events than
     * its header says, or says more than the bound.
     *
     * @param first      the id of the first event; the others follow it
     * @param dictionary as its header has it
     * @param history    of its ancestors
     */
    public static Optional<Read> read(Bytes body, EventId first, int count, int dictionary,
                                      History history) {
        if (dictionary == Header.PLAIN) {
            return PlainBody.read(body, first, count)
                .map(events -> new Read(events, History.NONE));
        }
        return decode(body, first, count, dictionary == Header.NONE ? History.NONE : history);
    }

    private static Optional<Read> decode(Bytes body, EventId first, int count, History history) {
        if (body.size() < CRC_SIZE || count > Limits.BLOCK_EVENTS_MAX) {
            return Optional.empty();
        }
        int coded = body.size() - CRC_SIZE;
        BitReader bits = new BitReader(body.head(coded));
        Plain plain = new Plain();
        Memory memory = history.memory();
        EventCoder coder = new EventCoder(memory, bits, plain);
        List<Event> events = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                events.add(coder.code(NO_EVENT,
                    new EventId(first.origin(), first.number() + i)));
            }
        } catch (MalformedException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return bits.complete() && body.slice(coded, CRC_SIZE).toLong() == plain.crc()
            ? Optional.of(new Read(List.copyOf(events), new History(memory))) : Optional.empty();
    }

    /**
     * What was coded, if it can be read back and is no larger than a body may be; else the same
     * events in the plain form.
     */
    static Written verified(Bytes coded, List<Event> events, History history) {
        EventId first = events.isEmpty() ? NO_EVENT.id() : events.get(0).id();
        return Optional.of(coded).filter(body -> body.size() <= CODED_BYTES_MAX)
            .flatMap(body -> decode(body, first, events.size(), history))
            .filter(read -> read.events().equals(events))
            .map(read -> new Written(coded,
                history == History.NONE ? Header.NONE : Header.HISTORY, read.next()))
            .orElseGet(() -> new Written(PlainBody.write(events), Header.PLAIN, History.NONE));
    }

    static Bytes withCrc(Bytes bytes, long crc) {
        byte[] all = new byte[bytes.size() + CRC_SIZE];
        bytes.copyTo(all, 0);
        Bytes.ofLong(crc).slice(4, CRC_SIZE).copyTo(all, bytes.size());
        return Bytes.of(all);
    }

    /**
     * The size in bytes of one event, before it is coded.
     *
     * @throws IllegalArgumentException if it nests too deep to stand in a body
     */
    public static int plainSize(Event event) {
        return PlainBody.size(event);
    }
}
