// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.junit.jupiter.api.Test;

class BodyTest {
    static final EventId FIRST = new EventId(Bytes.ofLong(42), 10);

    private static final List<String> TEXTS = List.of("", "0", "00123", "-0", "1.0", "1e5",
        "2020-01-02", "2020-1-2", "12:30:05", "2020-01-02T12:30:05", "true", "NA", "é€ 水 😀",
        "6b084c59-54c8-4ded-aaeb-66148c217223", "6B084C59-54C8-4DED-AAEB-66148C217223",
        "deadbeef", "deadbeefdeadbeef", "\u0000", "\ufeff", "a\nb", "999999999999999999",
        "9223372036854775808", "-", "--------", ".", "1/2", "x".repeat(300));

    static List<Event> drawn(Random random) {
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
        return new Event(new EventId(FIRST.origin(), number), new Kind("k" + random.nextInt(3)),
            table(random, 2), "by " + random.nextInt(5),
            random.nextLong() >>> 16 + random.nextInt(40), basis);
    }

    private static Item.Table table(Random random, int depth) {
        Map<String, Item> entries = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            entries.put(random.nextInt(4) == 0 ? TEXTS.get(random.nextInt(TEXTS.size()))
                : "field " + random.nextInt(6), item(random, depth + 1));
        }
        return new Item.Table(entries);
    }

    private static Item item(Random random, int depth) {
        return switch (random.nextInt(depth < 6 ? 10 : 8)) {
            case 0 -> Item.of(random.nextLong() >> random.nextInt(64));
            case 1 -> new Item.Dec(new BigDecimal(java.math.BigInteger.valueOf(
                random.nextLong() >> random.nextInt(64)), random.nextInt(129) - 64));
            case 2 -> Item.of(Pen.noise(random, random.nextInt(20)));
            case 3 -> Item.of(random.nextBoolean());
            case 4 -> Item.NULL;
            case 5 -> Item.of("é€ text " + random.nextInt());
            case 6, 7 -> Item.of(TEXTS.get(random.nextInt(TEXTS.size())));
            case 8 -> table(random, depth);
            default -> new Item.Array(random.ints(random.nextInt(5))
                .mapToObj(i -> item(random, depth + 1)).toList());
        };
    }

    private static Optional<List<Event>> read(Bytes body, int count) {
        return Body.read(body, FIRST, count, Header.NONE, History.NONE).map(Body.Read::events);
    }

    private static Body.Written written(History history, List<Event> events) {
        return new BodyWriter(history, events).written();
    }

    @Test
    void everyBodyIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < 100; seed++) {
            List<Event> events = drawn(new Random(seed));

            Body.Written body = written(History.NONE, events);

            assertEquals(Header.NONE, body.dictionary(), "seed " + seed);
            assertEquals(Optional.of(events), read(body.bytes(), events.size()), "seed " + seed);
        }
    }

    @Test
    void everyChainOfBodiesIsReadBackFromItsFirst() {
        for (long seed = 0; seed < 3; seed++) {
            Random random = new Random(seed);
            History author = History.NONE;
            History reader = History.NONE;
            for (int i = 0; i < Header.KEY_EVERY; i++) {
                List<Event> events = drawn(random);

                Body.Written body = written(author, events);
                Body.Read read = Body.read(body.bytes(), FIRST, events.size(),
                    body.dictionary(), reader).orElseThrow();

                assertNotEquals(Header.PLAIN, body.dictionary(), "seed " + seed);
                assertEquals(events, read.events(), "seed " + seed + ", body " + i);
                author = body.next();
                reader = read.next();
            }
        }
    }

    @Test
    void theSameEventsAfterTheSameHistoryGiveTheSameBytes() {
        History history = written(History.NONE, drawn(new Random(1))).next();
        List<Event> events = drawn(new Random(2));

        assertEquals(written(history, events).bytes(), written(history, events).bytes());
    }

    @Test
    void aValueKeepsItsTypeAndItsDigits() {
        for (List<Item> alike : List.of(List.of(Item.of(7), Item.of("7"), dec("7"), dec("7.0")),
            List.of(dec("7.00"), Item.of("7.00"), Item.TRUE, Item.of("true"), Item.NULL))) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 4 * alike.size(); i++) {
                events.add(event(i, alike.get(i % alike.size())));
            }

            assertEquals(Optional.of(events), read(Body.write(events), events.size()));
        }
    }

    private static Item dec(String digits) {
        return new Item.Dec(new BigDecimal(digits));
    }

    @Test
    void timesAtTheirBoundsAreReadBack() {
        List<Event> events = new ArrayList<>();
        for (long at : List.of(0L, Limits.TIME_MILLIS_MAX - 1, 0L, 1L, 2L, 2L)) {
            events.add(new Event(new EventId(FIRST.origin(), 10 + events.size()), Pen.NOTE,
                Item.Table.EMPTY, "", at, Optional.empty()));
        }

        assertEquals(Optional.of(events), read(Body.write(events), events.size()));
    }

    @Test
    void theUsualEventTakesLittleMoreThanItsValue() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(event(i, Item.of("answer " + i % 2)));
        }

        assertTrue(Body.write(events).size() < 100, Body.write(events).size() + " bytes");
    }

    @Test
    void anotherNumberOfEventsThanTheHeaderSaysIsNothing() {
        Bytes body = Body.write(List.of(event(0, Item.of(1))));

        assertTrue(read(body, 1).isPresent());
        assertFalse(read(body, 0).isPresent());
        assertFalse(read(body, 2).isPresent());
        assertFalse(read(body, Limits.BLOCK_EVENTS_MAX + 1).isPresent());
    }

    @Test
    void bytesAfterTheBodyAreNothing() {
        byte[] body = Body.write(drawn(new Random(3))).toArray();

        for (int more = 1; more < 6; more++) {
            assertFalse(read(Bytes.of(Arrays.copyOf(body, body.length + more)),
                drawn(new Random(3)).size()).isPresent());
        }
    }

    @Test
    void aBodyThatIsCutIsNothing() {
        Bytes body = Body.write(List.of(event(0, Item.of("cut me"))));

        for (int size = 0; size < body.size(); size++) {
            assertFalse(read(body.head(size), 1).isPresent(), size + " bytes");
        }
    }

    @Test
    void everyBitThatFlipsIsNoticed() {
        List<Event> events = drawn(new Random(4));
        byte[] body = Body.write(events).toArray();

        for (int bit = 0; bit < 8 * body.length; bit++) {
            body[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(read(Bytes.of(body), events.size()).isPresent(), "bit " + bit);
            body[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void noBytesAtAllMakeReadingThrow() {
        History history = written(History.NONE, drawn(new Random(8))).next();
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] bytes = random.nextBoolean() ? Body.write(drawn(random)).toArray()
                : Pen.noise(random, random.nextInt(400)).toArray();
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Body.read(Bytes.of(bytes), FIRST, random.nextInt(20), random.nextInt(3),
                    random.nextBoolean() ? history : History.NONE);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aBodySaysWhatTheBoundAllowsAndNoMore() {
        BodyWriter probe = new BodyWriter(History.NONE, List.of(event(0, Item.of(""))));
        int heads = probe.plainBytes();
        String most = "x".repeat(Limits.BODY_PLAIN_BYTES_MAX - heads);

        BodyWriter at = new BodyWriter(History.NONE, List.of(event(0, Item.of(most))));
        BodyWriter past = new BodyWriter(History.NONE, List.of(event(0, Item.of(most + "x"))));

        assertFalse(at.full());
        assertTrue(read(at.written().bytes(), 1).isPresent());
        assertTrue(past.full());
        assertEquals(Integer.MAX_VALUE, past.size());
    }

    @Test
    void anItemNestsAsDeepAsInCborAndNoDeeper() {
        for (Item inmost : List.of(Item.of(1), dec("1.5"), Item.of())) {
            Item item = inmost;
            int deepest = 0;
            for (int depth = 1; depth < Cbor.DEPTH_MAX + 3; depth++) {
                Event event = event(0, item);
                boolean fits = !new BodyWriter(History.NONE, List.of(event)).full();
                boolean cbor = true;
                try {
                    Body.plainSize(event);
                } catch (IllegalArgumentException e) {
                    cbor = false;
                }
                assertEquals(cbor, fits, inmost + " in " + depth);
                deepest = fits ? depth : deepest;
                item = Item.of(item);
            }
            assertTrue(deepest > 10 && deepest < Cbor.DEPTH_MAX, "" + deepest);
        }
    }

    @Test
    void aBodyHoldsNoMoreEventsThanABlockMay() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i <= Limits.BLOCK_EVENTS_MAX; i++) {
            events.add(event(i, Item.of(i % 3)));
        }

        assertFalse(new BodyWriter(History.NONE, events.subList(0, Limits.BLOCK_EVENTS_MAX))
            .full());
        assertTrue(new BodyWriter(History.NONE, events).full());
    }

    @Test
    void aBodyWithAHistoryIsSmallerAndNeedsThatHistory() {
        List<Event> events = drawn(new Random(2));
        History history = written(History.NONE, drawn(new Random(1))).next();
        History other = written(History.NONE, drawn(new Random(5))).next();

        Bytes body = written(history, events).bytes();

        assertTrue(body.size() < Body.write(events).size());
        assertTrue(Body.read(body, FIRST, events.size(), Header.HISTORY, history).isPresent());
        assertFalse(Body.read(body, FIRST, events.size(), Header.NONE, history).isPresent());
        assertFalse(Body.read(body, FIRST, events.size(), Header.HISTORY, other).isPresent());
    }

    @Test
    void whatCannotBeReadBackIsWrittenPlainly() {
        List<Event> events = drawn(new Random(2));
        Bytes wrong = Body.write(drawn(new Random(3)));

        Body.Written body = Body.verified(wrong, events, History.NONE);

        assertEquals(Header.PLAIN, body.dictionary());
        assertEquals(Optional.of(events), Body.read(body.bytes(), FIRST, events.size(),
            Header.PLAIN, History.NONE).map(Body.Read::events));
    }

    @Test
    void theLargestEventFitsABlockEvenIfNothingForetellsIt() {
        for (long seed = 0; seed < 8; seed++) {
            Random random = new Random(seed);
            Event event = event(0, noise(random, Limits.EVENT_BYTES_MAX));
            for (int size = Limits.EVENT_BYTES_MAX;
                Body.plainSize(event) > Limits.EVENT_BYTES_MAX; size--) {
                event = event(0, noise(random, size));
            }

            Body.Written body = written(History.NONE, List.of(event));

            assertTrue(body.bytes().size() <= Body.CODED_BYTES_MAX, body.bytes().size()
                + " bytes, seed " + seed);
            assertEquals(Optional.of(List.of(event)), Body.read(body.bytes(), event.id(), 1,
                body.dictionary(), History.NONE).map(Body.Read::events));
        }
    }

    /** Bytes, or text of so many bytes that repeats nothing. */
    private static Item noise(Random random, int size) {
        if (random.nextBoolean()) {
            return Item.of(Pen.noise(random, size));
        }
        StringBuilder text = new StringBuilder();
        for (int left = size; left > 3; left -= 3) {
            text.append((char) (0x800 + random.nextInt(0xd000 - 0x800)));
        }
        return Item.of(text.toString());
    }

    @Test
    void aHistoryIsBoundedWhateverWasSaid() {
        History history = History.NONE;
        Random random = new Random(1);
        for (int i = 0; i < 160; i++) {
            Map<String, Item> fields = new TreeMap<>();
            for (int n = 0; n < 20; n++) {
                fields.put("field " + random.nextInt(5_000),
                    Item.of("v".repeat(n * 12) + random.nextLong()));
            }
            Event event = new Event(FIRST, Pen.NOTE, new Item.Table(fields), "", Pen.NOON,
                Optional.empty());
            Body.Written body = written(history, List.of(event));
            assertTrue(Body.read(body.bytes(), FIRST, 1, body.dictionary(), history)
                .filter(read -> read.events().equals(List.of(event))).isPresent(), "body " + i);
            history = body.next();
        }

        assertEquals(Memory.SHELVES_MAX + 1, history.memory().shelves());
        assertTrue(history.memory().keptBytes() <= Memory.KEPT_BYTES_MAX);
        assertTrue(history.memory().keptBytes() > Memory.KEPT_BYTES_MAX / 2);
    }

    private static Event event(int more, Item value) {
        return new Event(new EventId(FIRST.origin(), FIRST.number() + more), Pen.NOTE,
            new Item.Table(Map.of("v", value)), "", Pen.NOON, Optional.empty());
    }
}
