// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import org.cairnmesh.api.data.Bytes;

/**
 * Names an event: where it originated (8 bytes, drawn anew at each start of a box) and a number
 * that runs from 0. It is known when the event is appended, whichever block it is sealed in later.
 */
public record EventId(Bytes origin, long number) implements Comparable<EventId> {
    public static final int ORIGIN_SIZE = 8;

    public EventId {
        if (origin.size() != ORIGIN_SIZE || number < 0) {
            throw new IllegalArgumentException("no event id: " + origin + "-" + number);
        }
    }

    /**
     * The id that {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static EventId parse(String text) {
        int dash = text.indexOf('-');
        if (dash != 2 * ORIGIN_SIZE) {
            throw new IllegalArgumentException("no event id: " + text);
        }
        EventId id = new EventId(Bytes.ofHex(text.substring(0, dash)),
            Long.parseLong(text.substring(dash + 1)));
        if (!id.toString().equals(text)) {
            throw new IllegalArgumentException("no event id: " + text);
        }
        return id;
    }

    @Override
    public int compareTo(EventId other) {
        int byOrigin = origin.compareTo(other.origin);
        return byOrigin != 0 ? byOrigin : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return origin.hex() + "-" + number;
    }
}
