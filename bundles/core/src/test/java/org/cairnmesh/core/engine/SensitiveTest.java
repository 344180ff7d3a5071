// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

/** Sensitive values travel in envelopes: folded with their event, and never in a body. */
class SensitiveTest {
    private static final SpaceKey KEY = new SpaceKey(Bytes.ofHex("11".repeat(32)));
    private static final String SECRET = "the well of the widow";
    /** What an envelope holds besides a value of up to 255 characters: salt, tag, table, key. */
    private static final int AROUND = 16 + 16 + 1 + 6 + 3;

    private final Ring ring = new Ring();
    private MemoryEventLog log = new MemoryEventLog(Bytes.ofLong(1));
    private Held author = held(1, new Journal(log, ring));

    private static Held held(long seed, Journal journal) {
        Held held = new Held(journal, Rig.box(seed), reason -> { }, Pen.NOON);
        held.install(new Registers(1));
        held.fold(10_000, 0);
        return held;
    }

    private static Held other(Keyring ring) {
        return held(2, new Journal(new MemoryEventLog(Bytes.ofLong(2)), ring));
    }

    private static Draft sensitive(String key, String value) {
        return Registers.set(key, "hidden").withSensitive(
            new Item.Table(Map.of("value", Item.of(value))));
    }

    private static List<String> values(Held held, String key) {
        held.fold(10_000, 0);
        return Registers.values(
            held.journal.projections.views().get(Registers.NAME).documents(), key);
    }

    private static long missing(Held held) {
        Doubter doubter = new Doubter(held.device());
        doubter.refresh(held.journal, Pen.NOON);
        return doubter.doubts(Map.of(), Doubts.NONE.clock()).deferred().stream()
            .filter(deferred -> deferred.why().equals("envelope"))
            .mapToLong(Doubts.Deferred::events).sum();
    }

    private void write(Draft draft) {
        assertInstanceOf(Appended.Accepted.class, author.append(draft));
        author.contact();
        author.commit();
    }

    private Block block(int index) {
        return log.arrived(index, 1).get(0);
    }

    /** The block as a box has it where the envelopes were erased. */
    private static Block bare(Block b) {
        return new Block(b.id(), b.feed(), b.number(), b.previous(), b.events(), b.header(),
            b.body(), b.signature(), b.envelopes().stream().map(e -> Bytes.EMPTY).toList());
    }

    private static boolean holds(Bytes bytes, String text) {
        return bytes.hex().contains(Bytes.of(text.getBytes(StandardCharsets.UTF_8)).hex());
    }

    @Test
    void aSensitiveValueIsFoldedBeforeItIsSealedAndAfter() {
        author.append(sensitive("k", SECRET));
        assertEquals(List.of(SECRET), values(author, "k"));

        author.contact();
        author.commit();

        assertEquals(List.of(SECRET), values(author, "k"));
        assertEquals(List.of(SECRET), values(held(1, new Journal(log, ring)), "k"));
    }

    @Test
    void theEnvelopeHoldsTheValueAndTheBodyDoesNot() {
        write(sensitive("k", SECRET));
        Held reader = other(Keyring.NONE);
        Held without = other(Keyring.NONE);

        reader.admit(block(0));
        without.admit(bare(block(0)));

        assertTrue(holds(block(0).envelopes().get(0), SECRET));
        assertEquals(List.of(SECRET), values(reader, "k"));
        assertEquals(List.of("hidden"), values(without, "k"));
    }

    @Test
    void whatIsStagedSurvivesALossOfPower() {
        author.append(sensitive("k", SECRET));
        author.commit();

        author = held(1, new Journal(log, ring));
        author.commit();

        assertEquals(List.of(SECRET), values(author, "k"));
        assertEquals(1, block(0).envelopes().size());
        assertTrue(holds(block(0).envelopes().get(0), SECRET));
    }

    @Test
    void equalValuesHaveDifferentEnvelopes() {
        write(sensitive("k", SECRET));
        write(sensitive("k", SECRET));

        assertNotEquals(block(0).envelopes(), block(1).envelopes());
    }

    @Test
    void anErasedEnvelopeBreaksNothingThatFollows() {
        write(sensitive("k", SECRET));
        write(Registers.set("l", "open"));
        write(sensitive("m", "another"));
        Held held = other(Keyring.NONE);

        assertInstanceOf(Verdict.Admissible.class, held.admit(bare(block(0))));
        held.admit(block(1));
        held.admit(block(2));
        held.commit();

        assertEquals(Header.HISTORY, Header.decode(block(2).header()).dictionary());
        assertEquals(List.of("hidden"), values(held, "k"));
        assertEquals(List.of("open"), values(held, "l"));
        assertEquals(List.of("another"), values(held, "m"));
        assertEquals(1, missing(held));
        assertEquals(1, missing(held(2, new Journal(held.journal.log, Keyring.NONE))));
        assertEquals(0, missing(author));
    }

    @Test
    void anEnvelopeThatComesLaterIsKeptAndFolded() {
        write(sensitive("k", SECRET));
        write(Registers.set("k", "after"));
        write(sensitive("m", "another"));
        Held held = other(Keyring.NONE);
        held.admit(bare(block(0)));
        held.admit(block(1));
        held.admit(bare(block(2)));
        held.commit();
        assertEquals(List.of("hidden"), values(held, "m"));
        assertTrue(held.lacks(held.graph().get(block(2).id()).orElseThrow()));

        held.admit(block(0));
        held.admit(bare(block(2)));
        held.admit(block(2));
        held.commit();

        assertEquals(List.of("another"), values(held, "m"));
        assertEquals(List.of("after"), values(held, "k"));
        assertEquals(0, missing(held));
        assertFalse(held.lacks(held.graph().get(block(2).id()).orElseThrow()));
        assertEquals(log.arrived(0, 3), held.journal.log.arrived(0, 3));
        Held again = held(2, new Journal(held.journal.log, Keyring.NONE));
        assertEquals(List.of("another"), values(again, "m"));
    }

    @Test
    void anotherEnvelopeIsNotTakenForTheMissingOne() {
        write(sensitive("k", SECRET));
        Held held = other(Keyring.NONE);
        held.admit(bare(block(0)));
        held.commit();

        held.admit(block(0).withEnvelopes(List.of(Bytes.ofHex("00".repeat(40)))));
        held.commit();

        assertEquals(List.of("hidden"), values(held, "k"));
        assertEquals(1, missing(held));
    }

    @Test
    void aBoxWithoutTheKeyRelaysAnEnvelopeAndReadsItWhenTheKeyComes() {
        ring.take(KEY);
        write(sensitive("k", SECRET));
        Ring keys = new Ring();
        Held relay = other(keys);

        relay.admit(block(0));
        relay.commit();
        relay.fold(1_000, 0);

        assertEquals(block(0), relay.journal.log.arrived(0, 1).get(0));
        assertFalse(holds(block(0).envelopes().get(0), SECRET));
        assertEquals(List.of(), values(relay, "k"));

        keys.take(KEY);
        relay.journal.unlock();

        assertEquals(List.of(SECRET), values(relay, "k"));
    }

    @Test
    void whatWasReadFromAnEnvelopeIsNotInTheCheckpointOfBodies() {
        write(sensitive("k", SECRET));
        write(Registers.set("l", "open"));

        assertTrue(author.journal.log.checkpoint().get("plain:1", Bytes.ofLong(1)).isPresent());
        assertTrue(author.journal.log.checkpoint().get("plain:1", Bytes.ofLong(0)).isEmpty());
    }

    @Test
    void manyEnvelopesFillSeveralBlocksOfOnePacket() {
        for (int i = 0; i < 50; i++) {
            author.append(sensitive("k" + i, "v" + i));
        }
        author.contact();
        author.commit();

        List<Block> blocks = log.arrived(0, 100);
        assertEquals(50, blocks.stream().mapToInt(b -> b.envelopes().size()).sum());
        blocks.forEach(block -> assertTrue(block.body().size() + 6 * block.envelopes().size()
            + block.envelopes().stream().mapToInt(Bytes::size).sum()
            <= Limits.PACKET_BYTES - 100, "block " + block.number()));
        assertEquals(List.of("v49"), values(author, "k49"));
        assertEquals(List.of("v7"), values(held(1, new Journal(log, ring)), "k7"));
    }

    @Test
    void anEnvelopeUpToItsBoundIsTakenAndALargerOneIsRefusedByName() {
        int most = Limits.ENVELOPE_BYTES_MAX - AROUND;
        Appended past = author.append(sensitive("k", "x".repeat(most + 1)));
        write(sensitive("k", "x".repeat(most)));

        assertEquals(new Appended.Refused(Appended.Reason.OVERSIZE, "sensitive values of 1025 "
            + "bytes; at most 1024 fit an envelope"), past);
        assertEquals(List.of("x".repeat(most)), values(author, "k"));
        assertEquals(Limits.ENVELOPE_BYTES_MAX - 16, block(0).envelopes().get(0).size());
    }

    @Test
    void theLargestEventWithTheLargestEnvelopeIsSealedAndTaken() {
        ring.take(KEY);
        String noise = IntStream.range(0, 1_700).mapToObj(i -> String.valueOf(
            (char) (33 + (i * 7919L * i + i) % 90))).collect(Collectors.joining());
        Draft draft = Registers.set(noise, "hidden").withSensitive(new Item.Table(
            Map.of("value", Item.of("x".repeat(Limits.ENVELOPE_BYTES_MAX - AROUND)))));
        int room = Limits.EVENT_BYTES_MAX - Limits.ENVELOPE_BYTES_MAX - 6;
        int size = Cbor.encode(draft.payload()).size() + 30;
        Held reader = other(ring);

        write(draft);

        assertTrue(size > room - 100, size + " of " + room);
        assertInstanceOf(Verdict.Admissible.class, reader.admit(block(0)));
        assertEquals(values(author, noise), values(reader, noise));
        Appended past = author.append(Registers.set(noise + "x".repeat(100), "hidden")
            .withSensitive(draft.sensitive()));
        assertEquals(Appended.Reason.OVERSIZE, ((Appended.Refused) past).reason());
    }
}
