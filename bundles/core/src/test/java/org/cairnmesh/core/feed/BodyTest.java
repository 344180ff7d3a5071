// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static final Bytes ORIGIN = Bytes.ofLong(42);
    private static final EventId FIRST = new EventId(ORIGIN, 10);

    private static List<Event> drawn(Random random) {
        List<Event> events = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            events.add(drawn(random, FIRST.number() + events.size()));
        }
        return events;
    }

    private static Event drawn(Random random, long number) {
        Optional<List<EventId>> basis = random.nextInt(3) > 0 ? Optional.empty()
            : Optional.of(random.ints(random.nextInt(4)).mapToObj(i ->
                new EventId(Bytes.ofLong(random.nextLong()), i & 0x7fffffff)).toList());
        return new Event(new EventId(ORIGIN, number), new Kind("k" + random.nextInt(3)),
            new Item.Table(Map.of("a", Item.of(random.nextLong()), "b",
                Item.of("é€ text " + random.nextInt()))), "by " + random.nextInt(5),
            random.nextLong() >>> 16 + random.nextInt(40), basis);
    }

    private static Optional<List<Event>> read(Bytes body, int count) {
        return Body.read(body, FIRST, count, Pen.NOON);
    }

    @Test
    void everyBodyIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < 200; seed++) {
            List<Event> events = drawn(new Random(seed));

            Bytes body = Body.write(events, Pen.NOON);

            assertEquals(Optional.of(events), read(body, events.size()), "seed " + seed);
        }
    }

    @Test
    void timesAtTheirBoundsAreReadBack() {
        for (long at : List.of(0L, Limits.TIME_MILLIS_MAX - 1)) {
            for (long block : List.of(0L, Limits.TIME_MILLIS_MAX - 1)) {
                Event event = new Event(FIRST, Pen.NOTE, Item.Table.EMPTY, "", at,
                    Optional.empty());

                Optional<List<Event>> events =
                    Body.read(Body.write(List.of(event), block), FIRST, 1, block);

                assertEquals(Optional.of(List.of(event)), events);
            }
        }
    }

    @Test
    void anotherNumberOfEventsThanTheHeaderSaysIsNothing() {
        Bytes body = Body.write(List.of(event(Item.of(1))), Pen.NOON);

        assertTrue(read(body, 1).isPresent());
        assertFalse(read(body, 0).isPresent());
        assertFalse(read(body, 2).isPresent());
    }

    @Test
    void aWrongCrcIsNothing() {
        byte[] plain = Cbor.encode(new Item.Array(List.of())).toArray();

        assertTrue(read(deflated(plain, 0), 0).isPresent());
        assertFalse(read(deflated(plain, 1), 0).isPresent());
    }

    @Test
    void bytesAfterTheBodyAreNothing() {
        byte[] body = Body.write(List.of(), Pen.NOON).toArray();

        assertTrue(read(Bytes.of(body), 0).isPresent());
        assertFalse(read(Bytes.of(Arrays.copyOf(body, body.length + 1)), 0).isPresent());
    }

    @Test
    void aBodyThatIsCutIsNothing() {
        Bytes body = Body.write(List.of(event(Item.of("cut me"))), Pen.NOON);

        for (int size = 0; size < body.size(); size++) {
            assertFalse(read(body.head(size), 1).isPresent(), size + " bytes");
        }
    }

    @Test
    void aBodyInflatesToTheBoundAndNotPastIt() {
        int crc = 4;
        int heads = Cbor.encode(one(event(Item.of("x".repeat(1_000))))).size() - 1_000;
        String most = "x".repeat(Limits.BODY_PLAIN_BYTES_MAX - crc - heads);

        assertTrue(read(Body.write(List.of(event(Item.of(most))), Pen.NOON), 1).isPresent());
        assertFalse(read(Body.write(List.of(event(Item.of(most + "x"))), Pen.NOON), 1)
            .isPresent());
    }

    private static Item one(Event event) {
        return new Item.Array(List.of(Body.eventItem(event, Pen.NOON)));
    }

    @Test
    void aBombIsRefusedAtTheBound() {
        Bytes bomb = deflated(new byte[5_000_000], 0);

        assertTrue(bomb.size() < 6_000);
        assertFalse(read(bomb, 1).isPresent());
    }

    @Test
    void eventsThatMakeNoSenseAreNothing() {
        List<Item> good = List.of(Item.of("kind"), Item.of("by"), Item.of(0), Item.Table.EMPTY);
        assertTrue(read(of(good), 1).isPresent());

        assertFalse(read(of(good.subList(0, 3)), 1).isPresent());
        assertFalse(read(of(with(good, 0, Item.of("Not a kind"))), 1).isPresent());
        assertFalse(read(of(with(good, 0, Item.of(1))), 1).isPresent());
        assertFalse(read(of(with(good, 1, Item.NULL)), 1).isPresent());
        assertFalse(read(of(with(good, 2, Item.of(-Pen.NOON - 1))), 1).isPresent());
        assertFalse(read(of(with(good, 2, Item.of(Long.MAX_VALUE))), 1).isPresent());
        assertFalse(read(of(with(good, 2, Item.of(Long.MIN_VALUE))), 1).isPresent());
        assertFalse(read(of(with(good, 3, Item.of())), 1).isPresent());
        assertFalse(read(of(plus(good, Item.NULL)), 1).isPresent());
        assertFalse(read(of(plus(good, Item.of(Item.of()))), 1).isPresent());
        assertFalse(read(of(plus(good, Item.of(Item.of(Item.of(ORIGIN), Item.of(-1))))), 1)
            .isPresent());
        assertFalse(read(of(plus(plus(good, Item.of()), Item.of())), 1).isPresent());
    }

    private static List<Item> with(List<Item> items, int at, Item item) {
        List<Item> changed = new ArrayList<>(items);
        changed.set(at, item);
        return changed;
    }

    private static List<Item> plus(List<Item> items, Item item) {
        List<Item> changed = new ArrayList<>(items);
        changed.add(item);
        return changed;
    }

    /** A body that holds these items as its one event. */
    private static Bytes of(List<Item> event) {
        return deflated(Cbor.encode(Item.of(new Item.Array(event))).toArray(), 0);
    }

    @Test
    void noBytesAtAllMakeReadingThrow() {
        for (long seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            byte[] bytes = random.nextBoolean()
                ? Body.write(drawn(random), Pen.NOON).toArray()
                : deflated(Pen.noise(random, random.nextInt(60)).toArray(), 0).toArray();
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                read(Bytes.of(bytes), random.nextInt(20));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aPacketHoldsWhatItCanAndWhatEveryoneCanReadBack() {
        List<Event> events = new ArrayList<>();
        while (Sealer.room(events, Pen.NOON, Bytes.EMPTY) >= 0) {
            events.add(new Event(new EventId(ORIGIN, FIRST.number() + events.size()), Pen.NOTE,
                new Item.Table(Map.of("text", Item.of("x".repeat(2_700)))), "", Pen.NOON,
                Optional.empty()));
        }
        events.remove(events.size() - 1);

        assertTrue(events.size() > 10, events.size() + " events");
        assertTrue(read(Body.write(events, Pen.NOON), events.size())
            .filter(events::equals).isPresent(), events.size() + " events");
    }

    @Test
    void aBodyWithAHistoryIsSmallerAndNeedsThatHistory() {
        List<Event> before = drawn(new Random(1));
        List<Event> events = drawn(new Random(2));
        Bytes history = Body.history(Bytes.EMPTY, before, Pen.NOON);

        Bytes body = Body.write(events, Pen.NOON, history);

        assertTrue(body.size() < Body.write(events, Pen.NOON).size());
        assertEquals(Optional.of(events),
            Body.read(body, FIRST, events.size(), Pen.NOON, history));
        assertEquals(Optional.empty(), read(body, events.size()));
        assertEquals(Optional.empty(), Body.read(body, FIRST, events.size(), Pen.NOON,
            Body.history(Bytes.EMPTY, events, Pen.NOON)));
    }

    @Test
    void aHistoryIsTheEndOfWhatWasSaid() {
        Bytes history = Bytes.EMPTY;
        for (long seed = 0; seed < 300; seed++) {
            history = Body.history(history, drawn(new Random(seed)), Pen.NOON);
        }
        Bytes last = Body.history(Bytes.EMPTY, drawn(new Random(299)), Pen.NOON);

        assertEquals(Body.HISTORY_BYTES_MAX, history.size());
        assertEquals(last, history.slice(history.size() - last.size(), last.size()));
        assertEquals(history, Body.history(history, List.of(), Pen.NOON));
    }

    @Test
    void aPacketCanBeReadBackWhateverTheClockShowsWhenItIsSealed() {
        List<Event> events = new ArrayList<>();
        while (Sealer.room(events, Pen.NOON, Bytes.EMPTY) >= 0) {
            events.add(new Event(new EventId(ORIGIN, FIRST.number() + events.size()), Pen.NOTE,
                new Item.Table(Map.of("text", Item.of("x".repeat(120)))), "", Pen.NOON,
                Optional.empty()));
        }
        events.remove(events.size() - 1);
        long late = Limits.TIME_MILLIS_MAX - 1;

        assertTrue(events.size() > 300, events.size() + " events");
        assertTrue(Body.read(Body.write(events, late), FIRST, events.size(), late)
            .filter(events::equals).isPresent(), events.size() + " events");
    }

    @Test
    void aPacketHoldsNoMoreEventsThanABlockMay() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i <= Limits.BLOCK_EVENTS_MAX; i++) {
            events.add(new Event(new EventId(ORIGIN, i), Pen.NOTE, Item.Table.EMPTY, "",
                Pen.NOON, Optional.empty()));
        }

        assertTrue(Sealer.room(events.subList(0, Limits.BLOCK_EVENTS_MAX), Pen.NOON,
            Bytes.EMPTY) >= 0);
        assertFalse(Sealer.room(events, Pen.NOON, Bytes.EMPTY) >= 0);
    }

    @Test
    void theLargestEventFitsABlockEvenIfItDoesNotCompress() {
        Random random = new Random(7);
        int size = Limits.EVENT_BYTES_MAX;
        Event event = event(Item.of(Pen.noise(random, size)));
        while (Body.plainSize(event) > Limits.EVENT_BYTES_MAX) {
            event = event(Item.of(Pen.noise(random, --size)));
        }

        Bytes body = Body.write(List.of(event), 0);

        assertEquals(Limits.EVENT_BYTES_MAX, Body.plainSize(event));
        assertTrue(body.size() <= Limits.BODY_BYTES_MAX, body.size() + " bytes");
    }

    private static Event event(Item value) {
        return new Event(FIRST, Pen.NOTE, new Item.Table(Map.of("v", value)), "", Pen.NOON,
            Optional.empty());
    }

    /** A raw-deflated body of these bytes and their CRC, off by so much. */
    private static Bytes deflated(byte[] plain, int off) {
        CRC32 crc = new CRC32();
        crc.update(plain);
        byte[] input = Arrays.copyOf(plain, plain.length + 4);
        Bytes.ofLong(crc.getValue() + off).slice(4, 4).copyTo(input, plain.length);
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(input);
        deflater.finish();
        byte[] out = new byte[input.length + 100];
        int size = deflater.deflate(out);
        deflater.end();
        return Bytes.of(out, 0, size);
    }
}
