// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.log.Block;

/**
 * The sensitive values of one event, apart from the body, so that they can be erased and nothing
 * else breaks: a salt, and the table that is overlaid on the event's payload. The header names it
 * by a hash; the salt keeps anyone from guessing an erased value from that.
 */
public final class Envelope {
    public static final int SALT_SIZE = 16;
    /** What a block on the wire needs for an envelope besides its bytes, at the most. */
    public static final int WIRE_BYTES = 6;

    private Envelope() { }

    /** The envelope before it is sealed with a space key. */
    public static Bytes pack(Bytes salt, Item.Table table) {
        if (salt.size() != SALT_SIZE) {
            throw new IllegalArgumentException("a salt of " + salt.size() + " bytes");
        }
        byte[] plain = Cbor.encode(table).toArray();
        byte[] packed = new byte[SALT_SIZE + plain.length];
        salt.copyTo(packed, 0);
        System.arraycopy(plain, 0, packed, SALT_SIZE, plain.length);
        return Bytes.of(packed);
    }

    /** The event with what its envelope holds; as it is if that is no table, or does not fit. */
    public static Event opened(Event event, Bytes packed) {
        try {
            if (packed.size() > SALT_SIZE && Cbor.decode(packed.slice(SALT_SIZE,
                packed.size() - SALT_SIZE)) instanceof Item.Table table) {
                Event whole = with(event, overlay(event.payload(), table));
                Body.plainSize(whole);
                return whole;
            }
        } catch (MalformedException | IllegalArgumentException e) {
            return event;
        }
        return event;
    }

    /** The event with another payload. */
    public static Event with(Event event, Item.Table payload) {
        return new Event(event.id(), event.kind(), payload, event.by(), event.atMillis(),
            event.basis());
    }

    /** One table laid over another: tables in both are merged, else the one above counts. */
    public static Item.Table overlay(Item.Table under, Item.Table over) {
        Map<String, Item> merged = new TreeMap<>(under.entries());
        over.entries().forEach((key, item) -> merged.merge(key, item, (a, b) ->
            a instanceof Item.Table below && b instanceof Item.Table above
                ? overlay(below, above) : b));
        return new Item.Table(merged);
    }

    /** The size of an envelope once it is kept, in bytes. */
    public static int keptSize(Bytes packed, boolean encrypted) {
        return packed.size() + (encrypted ? SpaceKey.TAG_BYTES : 0);
    }

    /** The size of the envelope of a table in any space, in bytes; 0 if it needs none. */
    public static int keptSizeMax(Item.Table sensitive) {
        return sensitive.entries().isEmpty() ? 0
            : SALT_SIZE + Cbor.encode(sensitive).size() + SpaceKey.TAG_BYTES;
    }

    /** What an envelope takes of the room of a block, in bytes. */
    public static int cost(int keptSize) {
        return Math.max(keptSize, EnvelopeRef.HASH_SIZE) + WIRE_BYTES;
    }

    /** The events of a block with the sensitive values that are here and can be read. */
    public static List<Event> opened(List<Event> events, Block block, Optional<SpaceKey> key) {
        Header header = Header.decode(block.header());
        List<Event> whole = new ArrayList<>(events);
        for (int i = 0; i < block.envelopes().size(); i++) {
            int index = header.envelopes().get(i).event();
            Bytes kept = block.envelopes().get(i);
            Optional<Bytes> packed = key.isEmpty() ? Optional.of(kept)
                : key.get().openEnvelope(header, index, kept);
            packed.ifPresent(p -> whole.set(index, opened(whole.get(index), p)));
        }
        return List.copyOf(whole);
    }
}
