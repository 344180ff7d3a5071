// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.junit.jupiter.api.Test;

class HeaderTest {
    private static final int SEEDS = 300;

    /** The fields of a header, to be changed one by one. */
    private static final class Parts {
        SpaceId space = Pen.SPACE;
        FeedId feed;
        long number = 2;
        BlockId previous;
        Optional<Founding> founding = Optional.empty();
        long time = Pen.NOON;
        boolean clockSet = true;
        List<Entry> context;
        Bytes start;
        long first = 7;
        int events = 3;
        int dictionary;
        Bytes key = Bytes.EMPTY;
        Bytes hash;

        Parts(Random random) {
            feed = new FeedId(Pen.noise(random, FeedId.SIZE));
            previous = new BlockId(Pen.noise(random, BlockId.SIZE));
            context = entries(random, 2);
            start = Pen.noise(random, 8);
            hash = Pen.noise(random, 32);
        }

        Header build() {
            return new Header(space, feed, number, previous, founding, time, clockSet, context,
                start, first, events, dictionary, key, hash);
        }
    }

    private static List<Entry> entries(Random random, int count) {
        Set<Entry> entries = new TreeSet<>();
        while (entries.size() < count) {
            entries.add(new Entry(new FeedId(Pen.noise(random, FeedId.SIZE)),
                1 + random.nextInt(1000), Pen.noise(random, Entry.CHECK_SIZE)));
        }
        return List.copyOf(entries);
    }

    private static Header drawn(Random random) {
        Parts parts = new Parts(random);
        parts.number = 1 + (random.nextLong() >>> 1 + random.nextInt(62));
        if (random.nextInt(3) == 0) {
            parts.number = 1;
            parts.previous = BlockId.NONE;
            parts.founding = Optional.of(new Pen(random.nextInt()).founding);
        } else {
            parts.number = Math.max(2, parts.number);
        }
        parts.time = random.nextLong() >>> 16 + random.nextInt(40);
        parts.clockSet = random.nextBoolean();
        parts.context = entries(random, random.nextInt(Limits.CONTEXT_MAX + 1));
        parts.first = random.nextLong() >>> 2 + random.nextInt(60);
        parts.events = random.nextInt(Limits.BLOCK_EVENTS_MAX + 1);
        parts.dictionary = random.nextInt(3);
        parts.key = random.nextBoolean() ? Bytes.EMPTY : Pen.noise(random, SpaceKey.ID_SIZE);
        return parts.build();
    }

    @Test
    void everyHeaderIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Header header = drawn(new Random(seed));

            Header read = Header.decode(header.encode());

            assertEquals(header, read, "seed " + seed);
            assertEquals(header.id(), read.id(), "seed " + seed);
            assertTrue(header.encode().size() <= Limits.HEADER_BYTES_MAX, "seed " + seed);
        }
    }

    @Test
    void theIdIsTheHashOfTheBytes() {
        Header header = drawn(new Random(1));

        assertEquals(Crypto.hash(header.encode().toArray()), header.id().value());
    }

    @Test
    void theIdCoversEveryField() {
        List<Consumer<Parts>> changes = List.of(p -> { },
            p -> p.space = Identity.openSpace("demo other"),
            p -> p.feed = new FeedId(Bytes.of(new byte[FeedId.SIZE])), p -> p.number = 3,
            p -> p.previous = new BlockId(Crypto.hash(new byte[1])), p -> p.time++,
            p -> p.clockSet = false, p -> p.context = List.of(),
            p -> p.start = Bytes.of(new byte[8]), p -> p.first++, p -> p.events++,
            p -> p.dictionary = Header.PLAIN, p -> p.key = Bytes.of(new byte[4]),
            p -> p.hash = Crypto.hash(new byte[2]));
        Set<BlockId> ids = new HashSet<>();

        for (Consumer<Parts> change : changes) {
            Parts parts = new Parts(new Random(5));
            change.accept(parts);
            ids.add(parts.build().id());
        }

        assertEquals(changes.size(), ids.size());
    }

    @Test
    void theIdCoversTheFounding() {
        Founding one = new Pen(1).founding;
        Set<BlockId> ids = new HashSet<>();

        ids.add(first(one).id());
        ids.add(first(new Founding(new Pen(2).identity.publicKeys(), one.nonce(), one.name()))
            .id());
        ids.add(first(new Founding(one.publicKeys(), Bytes.ofLong(1), one.name())).id());
        ids.add(first(new Founding(one.publicKeys(), one.nonce(), "another")).id());
        ids.add(first(roster(one)).id());

        assertEquals(5, ids.size());
    }

    private static Founding roster(Founding founding) {
        return new Founding(founding.publicKeys(), founding.nonce(), founding.name(),
            Founding.Role.ROSTER);
    }

    @Test
    void theRoleOfAFeedIsReadBack() {
        Header header = first(roster(new Pen(1).founding));

        assertEquals(header, Header.decode(header.encode()));
    }

    @Test
    void rolesThatThereAreNotAreRefused() {
        Bytes good = first(roster(new Pen(1).founding)).encode();
        byte[] bytes = good.toArray();
        String name = Bytes.of("box1".getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
        int role = good.hex().indexOf(name) / 2 + 4;

        for (int other : new int[] {0, 2, 23, 0x20}) {
            bytes[role] = (byte) other;
            assertThrows(MalformedException.class, () -> Header.decode(Bytes.of(bytes)),
                "role " + other);
        }
        bytes[role] = 1;
        assertEquals(good, Header.decode(Bytes.of(bytes)).encode());
    }

    private static Header first(Founding founding) {
        Parts parts = new Parts(new Random(6));
        parts.number = 1;
        parts.previous = BlockId.NONE;
        parts.founding = Optional.of(founding);
        return parts.build();
    }

    @Test
    void everyFieldIsTakenAtItsBound() {
        holds(p -> p.number = Long.MAX_VALUE);
        holds(p -> p.time = 0);
        holds(p -> p.time = Long.MAX_VALUE);
        holds(p -> p.context = entries(new Random(3), Limits.CONTEXT_MAX));
        holds(p -> p.events = 0);
        holds(p -> p.events = Limits.BLOCK_EVENTS_MAX);
        holds(p -> p.first = 0);
        holds(p -> p.first = Long.MAX_VALUE - p.events - 1);
        holds(p -> {
            p.number = 1;
            p.previous = BlockId.NONE;
            p.founding = Optional.of(named("x".repeat(Limits.NAME_BYTES_MAX)));
        });
    }

    private static Founding named(String name) {
        Founding founding = new Pen(1).founding;
        return new Founding(founding.publicKeys(), founding.nonce(), name);
    }

    private static void holds(Consumer<Parts> change) {
        Parts parts = new Parts(new Random(2));
        change.accept(parts);
        assertEquals(parts.build(), Header.decode(parts.build().encode()));
    }

    @Test
    void everyFieldIsRefusedPastItsBound() {
        refused(p -> p.number = 0);
        refused(p -> p.number = -1);
        refused(p -> p.number = 1);
        refused(p -> p.previous = BlockId.NONE);
        refused(p -> p.founding = Optional.of(new Pen(1).founding));
        refused(p -> p.time = -1);
        refused(p -> p.context = entries(new Random(3), Limits.CONTEXT_MAX + 1));
        refused(p -> p.context = List.of(p.context.get(1), p.context.get(0)));
        refused(p -> p.context = List.of(p.context.get(1), p.context.get(1)));
        refused(p -> p.start = Bytes.of(new byte[7]));
        refused(p -> p.start = Bytes.of(new byte[9]));
        refused(p -> p.events = -1);
        refused(p -> p.events = Limits.BLOCK_EVENTS_MAX + 1);
        refused(p -> p.first = -1);
        refused(p -> p.first = Long.MAX_VALUE - p.events);
        refused(p -> p.dictionary = 3);
        refused(p -> p.dictionary = -1);
        refused(p -> p.key = Bytes.of(new byte[3]));
        refused(p -> p.key = Bytes.of(new byte[5]));
        refused(p -> p.hash = Bytes.of(new byte[31]));
        refused(p -> p.hash = Bytes.of(new byte[33]));
        refused(p -> p.founding = Optional.of(named("x".repeat(Limits.NAME_BYTES_MAX + 1))));
    }

    private static void refused(Consumer<Parts> change) {
        Parts parts = new Parts(new Random(2));
        assertThrows(IllegalArgumentException.class, () -> {
            change.accept(parts);
            parts.build();
        });
    }

    @Test
    void aFieldOfAnotherTypeIsMalformed() {
        List<Item> wrong = List.of(Item.NULL, Item.TRUE, Item.of(-1), Item.of(1L << 50),
            Item.of("text"), Item.of(Bytes.of((byte) 1)), Item.of(), Item.of(Item.of(1)),
            Item.Table.EMPTY);
        Item.Array right = (Item.Array) Cbor.decode(drawn(new Random(1)).encode());

        for (int i = 0; i < right.size(); i++) {
            int at = i;
            long malformed = wrong.stream().filter(item -> isMalformed(
                replaced(right, at, item))).count();

            assertTrue(malformed >= wrong.size() - 2, "item " + i + ": " + malformed);
        }
    }

    private static Bytes replaced(Item.Array items, int at, Item by) {
        return Cbor.encode(new Item.Array(IntStream.range(0, items.size())
            .mapToObj(i -> i == at ? by : items.at(i)).toList()));
    }

    @Test
    void aFieldTooFewOrTooManyIsMalformed() {
        List<Item> items = ((Item.Array) Cbor.decode(drawn(new Random(1)).encode())).items();
        List<Item> more = new ArrayList<>(items);
        more.add(Item.of(0));

        assertTrue(isMalformed(Cbor.encode(new Item.Array(items.subList(0, items.size() - 1)))));
        assertTrue(isMalformed(Cbor.encode(new Item.Array(more))));
    }

    @Test
    void anotherVersionIsMalformedAndKnownByItsFirstBytes() {
        Item.Array right = (Item.Array) Cbor.decode(drawn(new Random(1)).encode());

        for (int version : List.of(0, 2, 23)) {
            Bytes other = replaced(right, 0, Item.of(version));
            assertTrue(isMalformed(other));
            assertTrue(Header.ofOtherVersion(other));
        }
        assertEquals(false, Header.ofOtherVersion(Cbor.encode(right)));
        assertEquals(false, Header.ofOtherVersion(Bytes.EMPTY));
        assertEquals(false, Header.ofOtherVersion(Cbor.encode(Item.of("no header"))));
    }

    @Test
    void cutsAndTrailingBytesAreMalformed() {
        Bytes whole = drawn(new Random(9)).encode();

        for (int size = 0; size < whole.size(); size++) {
            assertTrue(isMalformed(whole.head(size)), size + " bytes");
        }
        byte[] longer = java.util.Arrays.copyOf(whole.toArray(), whole.size() + 1);
        assertTrue(isMalformed(Bytes.of(longer)));
    }

    @Test
    void whateverTheBytesAreTheyAreAHeaderOrMalformed() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = drawn(random).encode().toArray();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                assertEquals(Bytes.of(bytes), Header.decode(Bytes.of(bytes)).encode(),
                    "seed " + seed);
            } catch (MalformedException e) {
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static boolean isMalformed(Bytes bytes) {
        try {
            Header.decode(bytes);
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }
}
