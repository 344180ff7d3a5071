// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;

/**
 * Codes events, one after another, and learns from each. It knows no form and no kind: a payload is
 * a tree, and what stands at one path of it is foretold from what stood there before. The same
 * description writes and reads; a reader's arguments are not looked at. The layout is in
 * docs/wire-body.md. One thread.
 */
final class EventCoder {
    private static final int PATH_KIND = 1;
    private static final int PATH_BY = 2;
    private static final int PATH_BASIS = 3;
    private static final int PATH_PAYLOAD = 4;
    private static final int PATH_KEYS = 5;
    private static final int TIME = 6;
    private static final int BASIS = 7;
    private static final int KIND = 8;
    private static final int COUNT = 9;
    private static final int PLACES_MAX = 4;
    private static final int PAYLOAD_DEPTH = 2;

    private static final int ATOM = 0;
    private static final int ARRAY = 1;
    private static final int TABLE = 2;
    private static final int TRUE = 3;
    private static final int FALSE = 4;
    private static final int NULL = 5;
    private static final Map.Entry<String, Item> NO_ENTRY = Map.entry("", Item.NULL);
    private static final EventId NO_ID =
        new EventId(Bytes.of(new byte[EventId.ORIGIN_SIZE]), 0);

    private final Memory memory;
    private final Mixer mixer;
    private final Bits bits;
    private final Plain plain;
    private final ValueCoder values;
    /** The names that were written: most come again. */
    private final Map<String, Atom> names = new HashMap<>();
    private long number;
    /** How the first value of the payload was found; below 0 if there was none yet. */
    private int firstMode;
    private Atom kindAtom = Atom.EMPTY;
    private Kind kind = new Kind("none");

    EventCoder(Memory memory, Bits bits, Plain plain) {
        this.memory = memory;
        this.mixer = memory.mixer;
        this.bits = bits;
        this.plain = plain;
        this.values = new ValueCoder(memory, bits, plain);
    }

    /**
     * Codes an event.
     *
     * @throws MalformedException       if what is read is none, or past a bound
     * @throws IllegalArgumentException as that
     */
    Event code(Event in, EventId id) {
        number = id.number();
        firstMode = -1;
        Atom of = values.name(named(in.kind().name()), PATH_KIND, number);
        Atom by = values.name(named(in.by()), PATH_BY, number);
        if (of != kindAtom) {
            kind = new Kind(text(of));
            kindAtom = of;
        }
        Item.Table payload = table(in.payload(), PATH_PAYLOAD,
            Mixer.hash(of.hash, PATH_PAYLOAD), PAYLOAD_DEPTH);
        long atMillis = time(in.atMillis(), Mixer.hash(of.hash, TIME) + firstMode * 4);
        return new Event(id, kind, payload, text(by), atMillis, basis(in.basis()));
    }

    private Atom named(String name) {
        return bits.writes() ? names.computeIfAbsent(name, text -> Atom.of(Item.of(text)))
            : Atom.EMPTY;
    }

    private static String text(Atom atom) {
        if (atom.item instanceof Item.Text text) {
            return text.value();
        }
        throw new MalformedException("a name that is no text");
    }

    /** Mostly the time of the event before; else as far from it as that, or another way. */
    private long time(long atMillis, int context) {
        long step = atMillis - memory.lastMillis;
        if (mixer.plain(bits, step == 0 ? 0 : 1, context) == 1) {
            if (mixer.plain(bits, step == memory.lastStep ? 0 : 1, context + 1) == 1) {
                boolean back = mixer.plain(bits, step < 0 ? 1 : 0, context + 2) == 1;
                long size = mixer.number(bits, Math.abs(step), Mixer.hash(TIME, 0));
                memory.lastStep = back ? -size : size;
            }
            memory.lastMillis += memory.lastStep;
        }
        if (memory.lastMillis < 0 || memory.lastMillis >= Limits.TIME_MILLIS_MAX) {
            throw new MalformedException("time " + memory.lastMillis);
        }
        plain.number(memory.lastMillis);
        return memory.lastMillis;
    }

    private Optional<List<EventId>> basis(Optional<List<EventId>> in) {
        int present = mixer.plain(bits, in.isPresent() ? 1 : 0, BASIS);
        plain.octet(present);
        if (present == 0) {
            return Optional.empty();
        }
        Iterator<EventId> ids = in.orElse(List.of()).iterator();
        int count = count(in.map(List::size).orElse(0), PATH_BASIS);
        List<EventId> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventId id = bits.writes() ? ids.next() : NO_ID;
            Atom origin = values.name(Atom.of(Item.of(id.origin())), PATH_BASIS, number);
            Atom of = values.name(Atom.of(Item.of(id.number())), PATH_BASIS + 1, number);
            if (!(origin.item instanceof Item.Bin bin && of.item instanceof Item.Int n)) {
                throw new MalformedException("a basis that names no event");
            }
            read.add(new EventId(bin.value(), n.value()));
        }
        return Optional.of(read);
    }

    private Item item(Item in, int path, int depth) {
        if (depth > Cbor.DEPTH_MAX) {
            throw new MalformedException("nested deeper than " + Cbor.DEPTH_MAX);
        }
        Shelf shelf = memory.shelf(path);
        kind(kindOf(in), shelf, path);
        plain.octet(shelf.lastKind);
        return switch (shelf.lastKind) {
            case ATOM -> atom(in, path, depth);
            case ARRAY -> array(in, path, depth);
            case TABLE -> table(in instanceof Item.Table table ? table : Item.Table.EMPTY, path,
                path, depth);
            case TRUE -> Item.TRUE;
            case FALSE -> Item.FALSE;
            case NULL -> Item.NULL;
            default -> throw new MalformedException("an item of kind " + shelf.lastKind);
        };
    }

    private static int kindOf(Item in) {
        return in instanceof Item.Array ? ARRAY : in instanceof Item.Table ? TABLE
            : in instanceof Item.Bool bool ? bool.value() ? TRUE : FALSE
            : in instanceof Item.Null ? NULL : ATOM;
    }

    private void kind(int of, Shelf shelf, int path) {
        int context = Mixer.hash(path, KIND);
        if (mixer.plain(bits, of == shelf.lastKind ? 0 : 1,
            Mixer.hash(context, shelf.lastKind)) == 1) {
            shelf.lastKind = mixer.plainTree(bits, of, 3, context);
        }
    }

    private Item atom(Item in, int path, int depth) {
        Atom atom = values.code(bits.writes() ? Atom.of(in) : Atom.EMPTY, path, number);
        if (atom.type == Atom.DEC && depth > Cbor.DEPTH_MAX - 2) {
            throw new MalformedException("nested deeper than " + Cbor.DEPTH_MAX);
        }
        firstMode = firstMode < 0 ? values.mode() : firstMode;
        return atom.item;
    }

    private int count(int in, int path) {
        Shelf shelf = memory.shelf(path);
        int context = Mixer.hash(path, COUNT);
        if (mixer.plain(bits, in == shelf.lastCount ? 0 : 1, context) == 1) {
            long read = mixer.number(bits, in, Mixer.hash(context, 0));
            plain.reserve((int) Math.min(read, Integer.MAX_VALUE));
            shelf.lastCount = (int) read;
        }
        plain.count(shelf.lastCount);
        return shelf.lastCount;
    }

    private Item array(Item in, int path, int depth) {
        List<Item> items = in instanceof Item.Array array ? array.items() : List.of();
        int count = count(items.size(), path);
        List<Item> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int place = Mixer.hash(path, Math.min(i, PLACES_MAX - 1));
            read.add(item(bits.writes() ? items.get(i) : Item.NULL, place, depth + 1));
        }
        return new Item.Array(read);
    }

    /**
     * @param path  what the paths of the values start with
     * @param shape what the names of the table are foretold by
     */
    private Item.Table table(Item.Table in, int path, int shape, int depth) {
        int keys = Mixer.hash(shape, PATH_KEYS);
        int count = count(in.entries().size(), keys);
        Iterator<Map.Entry<String, Item>> entries = in.entries().entrySet().iterator();
        Map<String, Item> read = new TreeMap<>(Item.KEY_ORDER);
        for (int i = 0; i < count; i++) {
            Map.Entry<String, Item> entry = bits.writes() ? entries.next() : NO_ENTRY;
            Atom name = values.name(named(entry.getKey()), keys, number);
            read.put(text(name), item(entry.getValue(), Mixer.hash(path, name.hash), depth + 1));
        }
        if (read.size() < count) {
            throw new MalformedException("a table with a name twice");
        }
        return new Item.Table(read);
    }
}
