// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;

/**
 * What one projection has in the checkpoint: for each key its spots and what is shown of it, and
 * apart from that, because it is seldom needed, its state. A head says what they cover; it holds a
 * sum over all entries, so that a mixture of two commits does not pass.
 */
final class Shelf {
    private static final String HEADS = "views";
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int DIGEST_BYTES = 32;
    private static final int HEAD_BYTES = 2 * Integer.BYTES + Long.BYTES + DIGEST_BYTES;
    private static final int SPOT_BYTES = Integer.BYTES + Short.BYTES;

    private final Checkpoint checkpoint;
    private final String name;
    private final Bytes head;
    private final String shown;
    private final String states;
    private int count;
    private long sum;

    Shelf(Checkpoint checkpoint, String name, int version) {
        this.checkpoint = checkpoint;
        this.name = name;
        this.head = key(version + ":" + name);
        this.shown = "shown:" + version + ":" + name;
        this.states = "states:" + version + ":" + name;
    }

    /** What the heads in a checkpoint cover. */
    static List<Cover> covers(Checkpoint checkpoint) {
        List<Cover> covers = new ArrayList<>();
        boolean whole = checkpoint.read(HEADS, (key, value) -> cover(value).ifPresent(covers::add));
        return whole ? covers : List.of();
    }

    private static Optional<Cover> cover(Bytes head) {
        return head.size() != HEAD_BYTES ? Optional.empty()
            : Optional.of(new Cover((int) head.slice(0, Integer.BYTES).toLong(),
                head.slice(HEAD_BYTES - DIGEST_BYTES, DIGEST_BYTES)));
    }

    /** What is covered, if anything is. */
    Optional<Cover> cover() {
        return checkpoint.get(HEADS, head).flatMap(Shelf::cover);
    }

    /** A key with its thing and what is shown of it. */
    interface Taker {
        void take(Key key, Thing thing, Document shown);
    }

    /** Reads every thing; false if that is not exactly what was put there. */
    boolean read(Graph graph, Cover cover, Taker taker) {
        Bytes wanted = checkpoint.get(HEADS, head).orElse(Bytes.EMPTY);
        count = 0;
        sum = 0;
        try {
            BiConsumer<Bytes, Bytes> each = (id, entry) -> read(graph, cover, id, entry, taker);
            return checkpoint.read(shown, each) && encode(cover).equals(wanted);
        } catch (RuntimeException e) {
            // whatever bytes that were never written by this class lead to
            return false;
        }
    }

    private void read(Graph graph, Cover cover, Bytes id, Bytes entry, Taker taker) {
        byte[] bytes = entry.toArray();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        Thing thing = new Thing();
        thing.dirty = in.get() != 0;
        int spots = in.getInt();
        thing.room(Math.min(spots, in.remaining() / SPOT_BYTES));
        for (int i = 0; i < spots; i++) {
            int arrival = in.getInt();
            if (arrival >= cover.blocks()) {
                throw new IllegalArgumentException("a block that is not covered: " + arrival);
            }
            thing.append(graph.arrived().get(arrival), in.getShort());
        }
        thing.state = Optional.empty();
        thing.kept = true;
        thing.check = check(id, bytes);
        count++;
        sum += SPREAD * thing.check;
        Bytes document = Bytes.of(bytes, in.position(), in.remaining());
        taker.take(text(id), thing,
            document.size() == 0 ? Document.EMPTY : Document.packed(document));
    }

    /** The state of a thing that is here as it is there. */
    Optional<Document> state(Key key, Thing thing) {
        try {
            return checkpoint.get(states, key(key.text()))
                .filter(value -> value.size() > Integer.BYTES
                    && (int) value.head(Integer.BYTES).toLong() == thing.check)
                .map(value -> Document.decode(
                    value.slice(Integer.BYTES, value.size() - Integer.BYTES)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /**
     * Puts a thing there. Of one with events in an open block, which may never be sealed, only the
     * spots are kept; it stays changed.
     */
    void put(Key key, Thing thing, Document document) {
        Bytes id = key(key.text());
        drop(id, thing);
        List<Graph.Spot> sealed = new ArrayList<>(thing.size());
        for (int i = 0; i < thing.size(); i++) {
            if (thing.spot(i).place().sealed()) {
                sealed.add(thing.spot(i));
            }
        }
        boolean whole = !thing.dirty && sealed.size() == thing.size();
        thing.changed = !whole;
        if (sealed.isEmpty()) {
            checkpoint.remove(shown, id);
            checkpoint.remove(states, id);
            return;
        }
        byte[] entry = entry(sealed, whole, whole ? document : Document.EMPTY);
        thing.check = check(id, entry);
        thing.kept = true;
        count++;
        sum += SPREAD * thing.check;
        checkpoint.put(shown, id, Bytes.of(entry));
        thing.state.filter(state -> whole).ifPresent(state -> {
            byte[] encoded = state.encoded().toArray();
            checkpoint.put(states, id, Bytes.of(ByteBuffer
                .allocate(Integer.BYTES + encoded.length).putInt(thing.check).put(encoded)
                .array()));
        });
    }

    private void drop(Bytes id, Thing thing) {
        if (thing.kept) {
            count--;
            sum -= SPREAD * thing.check;
            thing.kept = false;
        }
    }

    private static byte[] entry(List<Graph.Spot> spots, boolean whole, Document document) {
        byte[] encoded = document.isEmpty() ? new byte[0] : document.encoded().toArray();
        ByteBuffer out = ByteBuffer.allocate(
            1 + Integer.BYTES + spots.size() * SPOT_BYTES + encoded.length);
        out.put((byte) (whole ? 0 : 1)).putInt(spots.size());
        for (Graph.Spot spot : spots) {
            Place place = spot.place();
            out.putInt(place.arrival()).putShort((short) spot.index());
        }
        return out.put(encoded).array();
    }

    /** What is there covers so much from now on, and nothing is left of other versions. */
    void covers(Cover cover) {
        List<Bytes> others = new ArrayList<>();
        checkpoint.read(HEADS, (key, value) -> {
            String of = text(key).text();
            if (!key.equals(head) && of.substring(of.indexOf(':') + 1).equals(name)) {
                others.add(key);
            }
        });
        for (Bytes other : others) {
            checkpoint.remove(HEADS, other);
            checkpoint.clear("shown:" + text(other));
            checkpoint.clear("states:" + text(other));
        }
        checkpoint.put(HEADS, head, encode(cover));
    }

    /** What is there covers nothing. */
    void uncover() {
        checkpoint.remove(HEADS, head);
    }

    /** Nothing is there. */
    void clear() {
        uncover();
        checkpoint.clear(shown);
        checkpoint.clear(states);
        count = 0;
        sum = 0;
    }

    private Bytes encode(Cover cover) {
        byte[] digest = cover.digest().toArray();
        return Bytes.of(ByteBuffer.allocate(HEAD_BYTES).putInt(cover.blocks()).putInt(count)
            .putLong(sum).put(digest).array());
    }

    private static int check(Bytes id, byte[] entry) {
        CRC32 crc = new CRC32();
        crc.update(id.toArray());
        crc.update(entry);
        return (int) crc.getValue();
    }

    /** As chars: a reducer may choose a text that UTF-8 cannot say. */
    private static Bytes key(String text) {
        ByteBuffer out = ByteBuffer.allocate(text.length() * Character.BYTES);
        out.asCharBuffer().put(text);
        return Bytes.of(out.array());
    }

    private static Key text(Bytes key) {
        return new Key(ByteBuffer.wrap(key.toArray()).asCharBuffer().toString());
    }
}
