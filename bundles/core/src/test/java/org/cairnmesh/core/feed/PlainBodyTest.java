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

/** The form of a body that holds what the other cannot. */
class PlainBodyTest {
    private static final EventId FIRST = BodyTest.FIRST;
    private static final Bytes ORIGIN = FIRST.origin();

    private static Optional<List<Event>> read(Bytes body, int count) {
        return PlainBody.read(body, FIRST, count);
    }

    @Test
    void everyBodyIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < 100; seed++) {
            List<Event> events = BodyTest.drawn(new Random(seed));

            assertEquals(Optional.of(events), read(PlainBody.write(events), events.size()),
                "seed " + seed);
        }
    }

    @Test
    void aWrongCrcIsNothing() {
        byte[] plain = Cbor.encode(new Item.Array(List.of())).toArray();

        assertTrue(read(deflated(plain, 0), 0).isPresent());
        assertFalse(read(deflated(plain, 1), 0).isPresent());
    }

    @Test
    void bytesAfterTheBodyAreNothing() {
        byte[] body = PlainBody.write(List.of()).toArray();

        assertTrue(read(Bytes.of(body), 0).isPresent());
        assertFalse(read(Bytes.of(Arrays.copyOf(body, body.length + 1)), 0).isPresent());
    }

    @Test
    void aBodyThatIsCutIsNothing() {
        Bytes body = PlainBody.write(List.of(event(Item.of("cut me"))));

        for (int size = 0; size < body.size(); size++) {
            assertFalse(read(body.head(size), 1).isPresent(), size + " bytes");
        }
    }

    @Test
    void aBodyInflatesToTheBoundAndNotPastIt() {
        int crc = 4;
        int heads = Cbor.encode(one(event(Item.of("x".repeat(1_000))))).size() - 1_000;
        String most = "x".repeat(Limits.BODY_PLAIN_BYTES_MAX - crc - heads);

        assertTrue(read(PlainBody.write(List.of(event(Item.of(most)))), 1).isPresent());
        assertFalse(read(PlainBody.write(List.of(event(Item.of(most + "x")))), 1)
            .isPresent());
    }

    private static Item one(Event event) {
        return new Item.Array(List.of(PlainBody.item(event)));
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
        assertFalse(read(of(with(good, 2, Item.of(-1))), 1).isPresent());
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
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] bytes = random.nextBoolean()
                ? PlainBody.write(BodyTest.drawn(random)).toArray()
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
