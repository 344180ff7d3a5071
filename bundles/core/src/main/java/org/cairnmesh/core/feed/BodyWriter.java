// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;

/** The body of a block while it grows: its size is known after each event. One thread. */
public final class BodyWriter {
    private final History history;
    private final Memory memory;
    private final BitWriter bits = new BitWriter();
    private final Plain plain = new Plain();
    private final EventCoder coder;
    private final List<Event> events = new ArrayList<>();
    private boolean full;

    /**
     * @param history of the ancestors; {@link History#NONE} for a block that is to stand on its own
     */
    public BodyWriter(History history) {
        this.history = history;
        this.memory = history.memory();
        this.coder = new EventCoder(memory, bits, plain);
    }

    /** As the other, with events in it. */
    public BodyWriter(History history, List<Event> events) {
        this(history);
        events.forEach(this::add);
    }

    /**
     * Adds an event. Once a bound is broken the writer is {@link #full}: what is in it cannot be
     * taken back, another has to be made of the events that fit.
     */
    public void add(Event event) {
        events.add(event);
        if (full || events.size() > Limits.BLOCK_EVENTS_MAX) {
            full = true;
            return;
        }
        try {
            coder.code(event, event.id());
        } catch (MalformedException | IllegalArgumentException e) {
            full = true;
        }
    }

    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Whether it ends with this very event, as the last of so many. */
    public boolean endsWith(Event event, int count) {
        return events.size() == count && events.get(count - 1) == event;
    }

    /** Whether a body cannot hold all these events. */
    public boolean full() {
        return full;
    }

    /** How much of the bound is used up, in bytes. */
    int plainBytes() {
        return plain.size();
    }

    /** The size of the body if no event is added, in bytes; of a full one the largest number. */
    public int size() {
        return full ? Integer.MAX_VALUE : bits.size() + Body.CRC_SIZE;
    }

    /** The body: verified by reading it, written plainly if it could not be read back. */
    public Body.Written written() {
        Bytes coded = full ? Bytes.EMPTY : Body.withCrc(bits.done(), plain.crc());
        return Body.verified(coded, events(), history);
    }
}
