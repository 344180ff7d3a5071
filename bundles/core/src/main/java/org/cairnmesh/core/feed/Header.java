// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;

/**
 * The header of a block: everything that its id covers.
 *
 * @param previous   the block before it, {@link BlockId#NONE} for number 1
 * @param founding   present exactly for number 1
 * @param timeMillis the author's clock when it was sealed; one past the limit is not admitted
 * @param clockSet   whether the author trusted that clock
 * @param context    in ascending order, without repeats
 * @param start      8 bytes drawn at the start of the box that appended the events; with the device
 *                   they make the origin of the events' ids, so that nobody can take another's
 * @param first      the number of the first event
 * @param events     how many events the body holds
 * @param dictionary how the body is read: {@link #NONE}, {@link #HISTORY} or {@link #PLAIN}
 * @param key        names the space key that the body is sealed with; empty if it is not sealed
 * @param bodyHash   SHA-256 of the body as it is kept
 * @param envelopes  of the events that have sensitive values, in the order of those
 */
public record Header(SpaceId space, FeedId feed, long number, BlockId previous,
                     Optional<Founding> founding, long timeMillis, boolean clockSet,
                     List<Entry> context, Bytes start, long first, int events, int dictionary,
                     Bytes key, Bytes bodyHash, List<EnvelopeRef> envelopes) {
    public static final int VERSION = 1;
    /** The body stands on its own, and the history of those that follow starts with it. */
    public static final int NONE = 0;
    /** The body is read with what its ancestors hold, back to one that stands on its own. */
    public static final int HISTORY = 1;
    /** The body is in the plain form: it stands on its own, and adds nothing to a history. */
    public static final int PLAIN = 2;
    /** A body that stands further behind one that stands on its own is not read. */
    public static final int KEY_EVERY = 64;

    private static final int ITEMS = 14;
    private static final int ARRAY_HEAD = 0x80;
    /** As many as one byte of CBOR can say. */
    private static final int VERSIONS_MAX = 24;
    private static final int HASH_SIZE = 32;

    public Header {
        context = List.copyOf(context);
        envelopes = List.copyOf(envelopes);
        check(number >= 1, "number " + number);
        check(founding.isPresent() == (number == 1), "founding not at number 1");
        check(previous.equals(BlockId.NONE) == (number == 1), "previous not past number 1");
        check(timeMillis >= 0, "time " + timeMillis);
        check(context.size() <= Limits.CONTEXT_MAX, "context of " + context.size());
        check(start.size() == EventId.ORIGIN_SIZE, "start of " + start.size() + " bytes");
        check(events >= 0 && events <= Limits.BLOCK_EVENTS_MAX, "events " + events);
        check(first >= 0 && first < Long.MAX_VALUE - events, "first event " + first);
        check(dictionary >= NONE && dictionary <= PLAIN, "dictionary " + dictionary);
        check(key.size() == 0 || key.size() == SpaceKey.ID_SIZE, "key of " + key.size()
            + " bytes");
        check(bodyHash.size() == HASH_SIZE, "body hash of " + bodyHash.size() + " bytes");
        for (int i = 1; i < context.size(); i++) {
            check(context.get(i - 1).compareTo(context.get(i)) < 0, "context out of order");
        }
        check(envelopes.size() <= Limits.ENVELOPES_MAX, "envelopes " + envelopes.size());
        int event = -1;
        for (EnvelopeRef envelope : envelopes) {
            check(envelope.event() > event && envelope.event() < events,
                "an envelope of event " + envelope.event());
            event = envelope.event();
        }
    }

    /** Of a block without sensitive values. */
    public Header(SpaceId space, FeedId feed, long number, BlockId previous,
                  Optional<Founding> founding, long timeMillis, boolean clockSet,
                  List<Entry> context, Bytes start, long first, int events, int dictionary,
                  Bytes key, Bytes bodyHash) {
        this(space, feed, number, previous, founding, timeMillis, clockSet, context, start, first,
            events, dictionary, key, bodyHash, List.of());
    }

    public BlockId id() {
        return new BlockId(Crypto.hash(encode().toArray()));
    }

    /** The same header of another body, and of these envelopes. */
    Header with(Bytes body, List<EnvelopeRef> refs) {
        return new Header(space, feed, number, previous, founding, timeMillis, clockSet, context,
            start, first, events, dictionary, key, Crypto.hash(body.toArray()), refs);
    }

    public Bytes encode() {
        Item chain = founding.map(Founding::item)
            .orElseGet(() -> Item.of(previous.value()));
        List<Item> entries = new ArrayList<>();
        context.forEach(entry -> entries.add(Item.of(Item.of(entry.feed().value()),
            Item.of(entry.number()), Item.of(entry.check()))));
        List<Item> items = new ArrayList<>(List.of(Item.of(VERSION), Item.of(space.value()),
            Item.of(feed.value()), Item.of(number), chain, Item.of(timeMillis),
            Item.of(clockSet), new Item.Array(entries), Item.of(start), Item.of(first),
            Item.of(events), Item.of(dictionary), Item.of(key), Item.of(bodyHash)));
        if (!envelopes.isEmpty()) {
            items.add(new Item.Array(envelopes.stream().<Item>map(envelope ->
                Item.of(Item.of(envelope.event()), Item.of(envelope.hash()))).toList()));
        }
        return Cbor.encode(new Item.Array(items));
    }

    /**
     * The header that the bytes encode.
     *
     * @throws MalformedException if they are not exactly the encoding of one
     */
    public static Header decode(Bytes bytes) {
        try {
            Item.Array a = (Item.Array) Cbor.decode(bytes);
            check(a.size() == ITEMS || a.size() == ITEMS + 1, "header of " + a.size() + " items");
            check(number(a.at(0)) == VERSION, "header version " + number(a.at(0)));
            Optional<Founding> founding = a.at(4) instanceof Item.Array f
                ? Optional.of(Founding.of(f)) : Optional.empty();
            BlockId previous = founding.isPresent() ? BlockId.NONE : new BlockId(bytes(a.at(4)));
            List<Entry> context = new ArrayList<>();
            for (Item item : ((Item.Array) a.at(7)).items()) {
                Item.Array entry = (Item.Array) item;
                check(entry.size() == 3, "context entry of " + entry.size() + " items");
                context.add(new Entry(new FeedId(bytes(entry.at(0))), number(entry.at(1)),
                    bytes(entry.at(2))));
            }
            return new Header(new SpaceId(bytes(a.at(1))), new FeedId(bytes(a.at(2))),
                number(a.at(3)), previous, founding, number(a.at(5)),
                ((Item.Bool) a.at(6)).value(), context, bytes(a.at(8)), number(a.at(9)),
                Math.toIntExact(number(a.at(10))), Math.toIntExact(number(a.at(11))),
                bytes(a.at(12)), bytes(a.at(13)),
                a.size() == ITEMS ? List.of() : envelopes((Item.Array) a.at(ITEMS)));
        } catch (IllegalArgumentException | ClassCastException | ArithmeticException e) {
            throw new MalformedException("no block header: " + e.getMessage());
        }
    }

    private static List<EnvelopeRef> envelopes(Item.Array items) {
        check(items.size() > 0, "an empty list of envelopes");
        return items.items().stream().map(item -> {
            Item.Array ref = (Item.Array) item;
            check(ref.size() == 2, "envelope of " + ref.size() + " items");
            return new EnvelopeRef(Math.toIntExact(number(ref.at(0))), bytes(ref.at(1)));
        }).toList();
    }

    /** Whether the bytes start as a header does, of any version: an array, then the version. */
    static boolean ofOtherVersion(Bytes bytes) {
        return bytes.size() > 1 && (bytes.at(0) & 0xe0) == ARRAY_HEAD && bytes.at(1) >= 0
            && bytes.at(1) < VERSIONS_MAX && bytes.at(1) != VERSION;
    }

    private static Bytes bytes(Item item) {
        return ((Item.Bin) item).value();
    }

    private static long number(Item item) {
        return ((Item.Int) item).value();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }
}
