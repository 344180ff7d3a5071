// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.EnvelopeRef;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class WireBlockTest {
    /** Where the name stands in a founding block: after flags, keys, nonce, role and its size. */
    private static final int NAME = 1 + 64 + 8 + 1 + 1;

    private final SyncBox box = new SyncBox(1);

    private Place place(Sealed sealed) {
        return box.graph.get(sealed.block().id()).orElseThrow();
    }

    private Bytes wire(Sealed sealed, Optional<Roster> roster) {
        return WireBlock.encode(sealed.block(), place(sealed).previous(), roster);
    }

    private Block read(Bytes wire, Sealed sealed) {
        return WireBlock.decode(wire, Pen.SPACE, place(sealed).previous(), box.roster());
    }

    /** Blocks of a few feeds that name each other, with wrong clocks and breaks of the origin. */
    private List<Sealed> drawn(long seed) {
        Random random = new Random(seed);
        List<Pen> pens = List.of(new Pen(3), new Pen(4), new Pen(5));
        List<Sealed> blocks = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            Pen pen = pens.get(random.nextInt(3));
            Optional<Sealed> previous = blocks.stream()
                .filter(b -> b.header().feed().equals(pen.feed())).reduce((a, b) -> b);
            Set<Entry> context = new HashSet<>();
            for (int n = random.nextInt(4); n > 0 && !blocks.isEmpty(); n--) {
                context.add(Pen.naming(blocks.get(random.nextInt(blocks.size()))));
            }
            if (random.nextInt(4) == 0) {
                pen.note("never sealed");
            }
            blocks.add(pen.block(previous, Pen.NOON + random.nextLong(-1L << 40, 1L << 40),
                List.copyOf(context), random.nextBoolean() ? List.of()
                    : List.of(pen.note("n" + i), pen.note("m" + i))));
            box.take(blocks.get(i));
        }
        return blocks;
    }

    @Test
    void everyBlockIsReadBackToTheByte() {
        for (long seed = 0; seed < 20; seed++) {
            WireBlockTest test = new WireBlockTest();
            for (Sealed sealed : test.drawn(seed)) {
                Bytes named = test.wire(sealed, Optional.empty());
                Bytes byOrdinal = test.wire(sealed, Optional.of(test.box.roster()));

                assertEquals(sealed.block(), test.read(named, sealed), "seed " + seed);
                assertEquals(sealed.block(), test.read(byOrdinal, sealed), "seed " + seed);
                assertTrue(byOrdinal.size() <= named.size());
            }
        }
    }

    @Test
    void whatTheReceiverKnowsIsLeftOut() {
        Sealed first = box.write("one");
        SyncBox other = new SyncBox(2);
        Sealed strange = other.write("other");
        box.take(strange);
        Sealed second = box.write("two", Pen.naming(strange));
        int body = second.block().body().size();

        assertEquals(64 + 25, wire(second, Optional.empty()).size() - body);
        assertEquals(64 + 10, wire(second, Optional.of(box.roster())).size() - body);
        assertTrue(wire(first, Optional.empty()).size() - first.block().body().size() < 64 + 110);
    }

    /** A block of two events, of which the second has an envelope. */
    private Sealed enclosing(Bytes envelope) {
        Pen pen = new Pen(7);
        Sealed plain = pen.block(Optional.empty(), Pen.NOON, List.of(),
            List.of(pen.note("one"), pen.note("two")));
        Header h = plain.header();
        return new Sealer(Pen.SPACE, pen.identity).sign(new Header(h.space(), h.feed(),
            h.number(), h.previous(), h.founding(), h.timeMillis(), h.clockSet(), h.context(),
            h.start(), h.first(), h.events(), h.dictionary(), h.key(), h.bodyHash(),
            List.of(EnvelopeRef.to(1, envelope))), plain.block().body(), List.of(envelope));
    }

    @Test
    void anEnvelopeThatIsNotHereTravelsAsItsHash() {
        Block whole = enclosing(Pen.noise(new Random(1), 200)).block();
        Block bare = new Block(whole.id(), whole.feed(), 1, whole.previous(), whole.events(),
            whole.header(), whole.body(), whole.signature(), List.of(Bytes.EMPTY));

        Bytes wire = WireBlock.encode(whole, Optional.empty(), Optional.empty());
        Bytes bareWire = WireBlock.encode(bare, Optional.empty(), Optional.empty());

        assertEquals(whole, WireBlock.decode(wire, Pen.SPACE, Optional.empty(), box.roster()));
        assertEquals(bare, WireBlock.decode(bareWire, Pen.SPACE, Optional.empty(), box.roster()));
        assertEquals(wire.size() - 200 - 1 + 16, bareWire.size());
    }

    @Test
    void envelopesOnTheWireKeepTheirBounds() {
        Bytes wire = WireBlock.encode(enclosing(Pen.noise(new Random(1), 20)).block(),
            Optional.empty(), Optional.empty());
        int count = wire.hex().indexOf("010114") / 2;

        for (int bad : List.of(0, 2, 33)) {
            byte[] bytes = wire.toArray();
            bytes[count] = (byte) bad;
            assertThrows(MalformedException.class, () -> WireBlock.decode(Bytes.of(bytes),
                Pen.SPACE, Optional.empty(), box.roster()), "count " + bad);
        }
        byte[] noEvent = wire.toArray();
        noEvent[count + 1] = 2;
        assertThrows(MalformedException.class, () -> WireBlock.decode(Bytes.of(noEvent),
            Pen.SPACE, Optional.empty(), box.roster()));
    }

    private static Sealed with(Pen pen, Sealed sealed, int dictionary, Bytes key) {
        Header h = sealed.header();
        return pen.sign(new Header(h.space(), h.feed(), h.number(), h.previous(), h.founding(),
            h.timeMillis(), h.clockSet(), h.context(), h.start(), h.first(), h.events(),
            dictionary, key, h.bodyHash()), sealed.block().body());
    }

    @Test
    void theKeyIsSaidOnlyWhereItChanges() {
        Bytes one = Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4);
        Bytes two = Bytes.of((byte) 4, (byte) 3, (byte) 2, (byte) 1);
        Pen pen = new Pen(9);
        Optional<Sealed> last = Optional.empty();
        List<Integer> sizes = new ArrayList<>();
        for (Bytes key : List.of(one, one, two, two, Bytes.EMPTY, Bytes.EMPTY)) {
            for (int dictionary : List.of(Header.NONE, Header.HISTORY, Header.PLAIN)) {
                Sealed sealed = with(pen, pen.block(last, Pen.NOON, List.of(), List.of()),
                    dictionary, key);
                box.take(sealed);
                last = Optional.of(sealed);
                Bytes wire = wire(sealed, Optional.empty());

                assertEquals(sealed.block(), read(wire, sealed));
                assertEquals(place(sealed).previous().map(p -> Entry.check(p.id())),
                    WireBlock.previousCheck(wire));
                sizes.add(wire.size() - (dictionary == Header.PLAIN ? 1 : 0));
            }
        }

        int usual = sizes.get(4);
        assertEquals(usual + 4, sizes.get(6));
        assertEquals(List.of(usual, usual, usual), sizes.subList(9, 12));
        assertEquals(List.of(usual, usual, usual), sizes.subList(15, 18));
    }

    @Test
    void flagsThatExcludeEachOtherAreMalformed() {
        Sealed first = box.write("one");
        Sealed second = box.write("two");
        for (int flags : List.of(16 + 128, 32 + 64)) {
            WireWriter out = new WireWriter();
            Bytes wire = wire(second, Optional.empty());
            out.number(wire.at(0) | flags).bytes(Bytes.ofLong(0).head(4))
                .bytes(wire.slice(1, wire.size() - 1));

            assertThrows(MalformedException.class, () -> WireBlock.decode(out.done(), Pen.SPACE,
                Optional.of(place(first)), box.roster()));
        }
    }

    /** What a block of a feed that runs for long takes besides its body, frames included. */
    private int overhead(int entries) {
        SyncBox reader = new SyncBox(40);
        List<Entry> context = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            List<Sealed> feed = new Pen(50 + i).chain(130);
            feed.forEach(reader::take);
            context.add(Pen.naming(feed.get(129)));
        }
        Pen pen = new Pen(9);
        Optional<Sealed> last = Optional.empty();
        for (int i = 0; i < 130; i++) {
            last = Optional.of(pen.block(last, Pen.NOON + 900_000L * i, i < 129 ? List.of()
                : context, List.of(pen.note(SyncBox.noise(i, 300)))));
            reader.take(last.get());
        }
        Place place = reader.graph.get(last.get().block().id()).orElseThrow();
        Optional<Roster> roster = Optional.of(reader.roster());
        Bytes wire = WireBlock.encode(last.get().block(), place.previous(), roster);
        return WireBlock.frameBytes(wire, place, roster, 431)
            - last.get().block().body().size();
    }

    @Test
    void headerAndSignatureTakeAtMostAHundredBytes() {
        int two = overhead(2);

        assertTrue(two <= Sealer.OVERHEAD_BYTES && Sealer.OVERHEAD_BYTES <= 100, two + " bytes");
        assertTrue(two > 90, two + " bytes");
        assertEquals(two + Sealer.ENTRY_BYTES, overhead(3));
        assertEquals(two + 2 * Sealer.ENTRY_BYTES, overhead(4));
    }

    @Test
    void readFromAnotherPlaceItIsAnotherBlock() {
        Sealed first = box.write("one");
        box.write("two");
        Sealed third = box.write("three");

        Block read = WireBlock.decode(wire(third, Optional.empty()), Pen.SPACE,
            Optional.of(place(first)), box.roster());

        assertTrue(!read.id().equals(third.block().id()));
    }

    @Test
    void whateverTheBytesAreTheyAreABlockOrMalformed() {
        List<Sealed> blocks = drawn(1);
        for (long seed = 0; seed < 6_000; seed++) {
            Random random = new Random(seed);
            Sealed sealed = blocks.get(random.nextInt(blocks.size()));
            byte[] wire = random.nextInt(4) == 0
                ? Pen.noise(random, 1 + random.nextInt(120)).toArray()
                : wire(sealed, random.nextBoolean() ? Optional.empty()
                    : Optional.of(box.roster())).toArray();
            for (int i = random.nextInt(4); i > 0; i--) {
                wire[random.nextInt(Math.min(wire.length, 60))] ^=
                    (byte) (1 << random.nextInt(8));
            }
            Bytes bytes = Bytes.of(wire).head(random.nextInt(3) == 0
                ? random.nextInt(wire.length + 1) : wire.length);
            try {
                WireBlock.decode(bytes, Pen.SPACE, random.nextBoolean() ? Optional.empty()
                    : place(sealed).previous(), box.roster());
                WireBlock.previousCheck(bytes);
            } catch (MalformedException e) {
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aNameThatIsNotUtf8IsMalformed() {
        byte[] wire = wire(box.write("one"), Optional.empty()).toArray();
        wire[NAME] = (byte) 0xff;

        assertThrows(MalformedException.class, () -> WireBlock.decode(Bytes.of(wire), Pen.SPACE,
            Optional.empty(), box.roster()));
    }

    @Test
    void aRosterFeedSaysThatItIsOne() {
        Pen pen = new Pen(7, Founding.Role.ROSTER);
        Sealed first = pen.first(Pen.NOON);
        box.take(first);

        Block read = read(wire(first, Optional.empty()), first);

        assertEquals(first.block(), read);
        assertEquals(pen.feed(), read.feed());
    }

    @Test
    void aFeedOfAnUnknownRoleIsMalformed() {
        byte[] wire = wire(box.write("one"), Optional.empty()).toArray();
        wire[NAME - 2] = 2;

        assertThrows(MalformedException.class, () -> WireBlock.decode(Bytes.of(wire), Pen.SPACE,
            Optional.empty(), box.roster()));
    }
}
