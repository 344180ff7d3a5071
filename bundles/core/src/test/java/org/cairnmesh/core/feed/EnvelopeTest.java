// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Bytes SALT = Bytes.ofHex("5a".repeat(Envelope.SALT_SIZE));
    private static final SpaceKey KEY = new SpaceKey(Bytes.ofHex("11".repeat(32)));

    private final Pen pen = new Pen(1);

    private static Item.Table table(Object... pairs) {
        Map<String, Item> map = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1] instanceof Item item ? item
                : Item.of((String) pairs[i + 1]));
        }
        return new Item.Table(map);
    }

    /** A block of so many events and these envelopes, of the first of them. */
    private Block block(int events, int body, List<Bytes> envelopes) {
        List<EnvelopeRef> refs = IntStream.range(0, envelopes.size())
            .mapToObj(i -> EnvelopeRef.to(i, envelopes.get(i))).toList();
        Bytes bytes = Bytes.of(new byte[body]);
        Header header = new Header(Pen.SPACE, pen.feed(), 1, pen.header(Optional.empty(),
            Pen.NOON, List.of(), List.of(), bytes).previous(), Optional.of(pen.founding), Pen.NOON,
            true, List.of(), pen.start, 0, events, 0, Bytes.EMPTY,
            Crypto.hash(bytes.toArray()), refs);
        return new Sealer(Pen.SPACE, pen.identity).sign(header, bytes, envelopes).block();
    }

    private static Block with(Block b, List<Bytes> envelopes) {
        return new Block(b.id(), b.feed(), b.number(), b.previous(), b.events(), b.header(),
            b.body(), b.signature(), envelopes);
    }

    private static Verdict judge(Block block) {
        return new Admission(Pen.SPACE).judge(new Graph(), block);
    }

    private static void refuses(Refusal reason, Block block) {
        assertEquals(reason, assertInstanceOf(Verdict.Refused.class, judge(block)).reason());
    }

    private static Bytes noise(int size) {
        return Pen.noise(new Random(size), size);
    }

    @Test
    void tablesAreOverlaidTableByTable() {
        Item.Table under = table("form", "well", "values", table("depth", "12", "name", "-"));
        Item.Table over = table("values", table("name", "Amina", "phone", "77"), "note", "n");

        assertEquals(table("form", "well", "note", "n",
            "values", table("depth", "12", "name", "Amina", "phone", "77")),
            Envelope.overlay(under, over));
        assertEquals(table("values", "flat"),
            Envelope.overlay(table("values", table("a", "b")), table("values", "flat")));
    }

    @Test
    void anEnvelopeThatHoldsNoTableLeavesTheEventAsItIs() {
        Event event = pen.note("dry");
        Event whole = Envelope.opened(event, Envelope.pack(SALT, table("by", "Amina")));

        assertEquals(table("text", "dry", "by", "Amina"), whole.payload());
        for (Bytes bad : List.of(Bytes.EMPTY, SALT, Envelope.pack(SALT, Item.Table.EMPTY).head(5),
            Bytes.ofHex(SALT.hex() + Cbor.encode(Item.of("text")).hex()),
            Bytes.ofHex(SALT.hex() + "a1ff"), Bytes.ofHex(SALT.hex() + "a000"))) {
            assertEquals(event, Envelope.opened(event, bad), bad.hex());
        }
    }

    @Test
    void anEnvelopeThatMakesAnEventNestTooDeepLeavesItAsItIs() {
        Item deep = Item.of(1);
        for (int i = 0; i < 14; i++) {
            deep = Item.of(deep);
        }
        Event event = pen.note("dry");

        assertEquals(event, Envelope.opened(event, Envelope.pack(SALT, table("deep", deep))));
    }

    @Test
    void anEnvelopeOpensOnlyWithItsKeyForItsBlockAndEvent() {
        Header header = Header.decode(block(2, 0, List.of()).header());
        Header another = new Pen(2).first(Pen.NOON).header();
        Bytes packed = Envelope.pack(SALT, table("a", "b"));

        Bytes kept = KEY.sealEnvelope(header, 1, packed);

        assertEquals(Envelope.keptSize(packed, true), kept.size());
        assertEquals(Optional.of(packed), KEY.openEnvelope(header, 1, kept));
        assertEquals(Optional.empty(), KEY.openEnvelope(header, 0, kept));
        assertEquals(Optional.empty(), KEY.openEnvelope(another, 1, kept));
        assertEquals(Optional.empty(), KEY.open(header, kept));
        assertEquals(Optional.empty(),
            new SpaceKey(Bytes.ofHex("22".repeat(32))).openEnvelope(header, 1, kept));
    }

    @Test
    void theHeaderSaysWhichEnvelopesBelongToABlock() {
        Block block = block(3, 9, List.of(noise(20), noise(30)));

        Header header = Header.decode(block.header());

        assertEquals(List.of(EnvelopeRef.to(0, noise(20)), EnvelopeRef.to(1, noise(30))),
            header.envelopes());
        assertEquals(block.header(), header.encode());
        assertInstanceOf(Verdict.Admissible.class, judge(block));
        assertTrue(Admission.isSound(block));
    }

    @Test
    void anEnvelopeMayBeMissingAndNoneMayBeAnother() {
        Block block = block(3, 9, List.of(noise(20), noise(30)));
        Block bare = with(block, List.of(Bytes.EMPTY, noise(30)));

        assertInstanceOf(Verdict.Admissible.class, judge(bare));
        assertTrue(Admission.isSound(bare));
        assertEquals(1, bare.envelopesMissing());
        for (List<Bytes> bad : List.of(List.of(noise(20), noise(31)), List.of(noise(20)),
            List.of(noise(30), noise(20)), List.<Bytes>of(),
            List.of(noise(20), noise(30), noise(40)))) {
            refuses(Refusal.MALFORMED, with(block, bad));
            assertEquals(false, Admission.isSound(with(block, bad)));
        }
    }

    @Test
    void envelopesKeepTheirBounds() {
        int max = Limits.ENVELOPE_BYTES_MAX;
        int body = Limits.BODY_BYTES_MAX - max - Envelope.WIRE_BYTES;

        assertInstanceOf(Verdict.Admissible.class, judge(block(1, 0, List.of(noise(max)))));
        refuses(Refusal.OVERSIZE, block(1, 0, List.of(noise(max + 1))));
        assertInstanceOf(Verdict.Admissible.class, judge(block(1, body, List.of(noise(max)))));
        refuses(Refusal.OVERSIZE, block(1, body + 1, List.of(noise(max))));
    }

    @Test
    void noHeaderNamesTooManyEnvelopesOrOneThatIsOfNoEvent() {
        List<Bytes> most = new ArrayList<>();
        for (int i = 0; i < Limits.ENVELOPES_MAX; i++) {
            most.add(noise(20 + i));
        }
        assertInstanceOf(Verdict.Admissible.class, judge(block(40, 0, most)));
        assertTrue(block(40, 0, most).header().size() < Limits.HEADER_BYTES_MAX - 1_000);

        most.add(noise(19));
        assertThrows(IllegalArgumentException.class, () -> block(40, 0, most));
        assertThrows(IllegalArgumentException.class,
            () -> block(1, 0, List.of(noise(20), noise(21))));
        assertThrows(IllegalArgumentException.class,
            () -> Envelope.pack(SALT.head(15), Item.Table.EMPTY));
    }

    @Test
    void aHeaderWithAnEmptyOrDisorderedListIsMalformed() {
        Item.Array items = (Item.Array) Cbor.decode(block(3, 9,
            List.of(noise(20), noise(30))).header());
        Item.Array refs = (Item.Array) items.at(14);
        for (Item bad : List.of(new Item.Array(List.of()), Item.of(refs.at(1), refs.at(0)),
            Item.of(refs.at(0), refs.at(0)), Item.of(Item.of(Item.of(0))), Item.of(1))) {
            List<Item> other = new ArrayList<>(items.items());
            other.set(14, bad);
            assertThrows(MalformedException.class,
                () -> Header.decode(Cbor.encode(new Item.Array(other))));
        }
    }
}
