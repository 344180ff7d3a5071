// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.second.SecondBlock;
import org.cairnmesh.second.SecondBody;
import org.cairnmesh.second.SecondBox;
import org.cairnmesh.transport.sim.CellSettings;
import org.cairnmesh.transport.sim.Delivery;
import org.junit.jupiter.api.Test;

/**
 * What real boxes say to each other, read by the engine and by a second decoder that was written
 * from docs/wire.md: both hold the same blocks with the same events.
 */
class SecondDecoderTest {
    private static final int SEEDS = Math.max(3, Integer.getInteger("cairn.seeds", 100) / 30);
    private static final int BOXES = 3;
    private static final long SECOND = 1_000_000;
    private static final CellSettings CELL =
        new CellSettings(new LoRa(7, 500_000, 5), 1, 0.1, 0.05, 3_000, CellSettings.MTU_BYTES);

    @Test
    void bothReadTheSameFromTheAir() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                bothReadTheSame(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static void bothReadTheSame(long seed) {
        SimNet net = new SimNet(CELL, seed);
        for (int i = 0; i < BOXES; i++) {
            net.add("box" + i);
        }
        Shadow shadow = new Shadow(net.boxes().get(0));
        net.spoil(shadow::hear);

        for (int i = 0; i < 25; i++) {
            SimBox box = net.boxes().get(net.random().nextInt(BOXES));
            for (int k = net.random().nextInt(6); k >= 0; k--) {
                box.append(draft(net));
            }
            net.run(net.random().nextLong(20 * SECOND));
        }
        assertTrue(net.runUntilEqual(3_600 * SECOND) >= 0, "the boxes do not agree");
        net.run(400 * SECOND);

        shadow.own();
        compare(shadow.second, shadow.box);
        Map<String, Integer> heard = shadow.second.heard;
        assertEquals(3, heard.size(), "not a message of each type was heard: " + heard);
        assertTrue(shadow.second.equal > 0, "never an equal digest");
    }

    /** Hears what one box hears; the blocks that this box wrote come from its log. */
    private static final class Shadow {
        final SecondBox second = new SecondBox(Forger.SPACE.value().hex());
        final SimBox box;
        private long arrived;

        Shadow(SimBox box) {
            this.box = box;
        }

        List<Delivery> hear(List<Delivery> deliveries) {
            deliveries.stream().filter(d -> d.to().equals(box.name())).forEach(delivery -> {
                own();
                second.hear(delivery.frame().bytes().toArray());
            });
            return deliveries;
        }

        void own() {
            for (Block block : box.log().arrived(arrived, Integer.MAX_VALUE)) {
                arrived++;
                boolean own = box.snapshot().feeds().stream().anyMatch(
                    feed -> feed.id().equals(block.feed()) && feed.box().equals(box.name()));
                if (own && !second.blocks.containsKey(block.id().toString())) {
                    second.hold(block.header().toArray(), block.body().toArray(),
                        block.signature().toArray(),
                        block.envelopes().stream().map(Bytes::toArray).toList());
                }
            }
        }
    }

    private static Draft draft(SimNet net) {
        String key = "R-" + net.random().nextInt(20);
        return switch (net.random().nextInt(5)) {
            case 4 -> RecordDrafts.sensitive(RecordDrafts.create("water", key, Map.of("owner",
                Item.of("Awa " + net.random().nextInt(1000)), "depth", Item.of(3)), "Amina"),
                Set.of("owner"));
            case 0 -> RecordDrafts.create("water", key, Map.of("name",
                Item.of("Puits n° " + net.random().nextInt(1000)), "depth", new Item.Dec(
                    new java.math.BigDecimal(net.random().nextInt(9_999) + ".50"))), "Amina");
            case 1 -> RecordDrafts.set(new RecordRef.ByKey(key, "water"), Map.of("seen",
                Item.of(Item.of(net.random().nextLong()), Item.NULL, Item.TRUE)), "Bakary");
            case 2 -> RecordDrafts.set(new RecordRef.ByKey(key, "water"),
                Map.of("field", Item.of(net.random().nextInt(10_000))), "");
            default -> RecordDrafts.note(new RecordRef.ByKey(key, "water"),
                "dry since " + net.random().nextInt(12) + " weeks, ماء", "Amina");
        };
    }

    /** The engine's state on what the log of a box holds, to be looked at. */
    static HistoryBox reader(SimBox box) {
        Identity identity = new Identity(Bytes.of(new byte[Identity.SECRET_SIZE]));
        HistoryBox reader = HistoryBox.fresh(identity, "reader", new Random(1),
            new Rulings(identity.device()));
        reader.log = box.backup().of(Forger.SPACE);
        reader.start(0);
        return reader;
    }

    private static void compare(SecondBox second, SimBox box) {
        HistoryBox engine = reader(box);
        List<Place> places = engine.blocks();
        assertEquals(places.stream().map(p -> p.id().toString()).sorted().toList(),
            List.copyOf(second.blocks.keySet()));
        int events = 0;
        for (Place place : places) {
            SecondBlock read = second.blocks.get(place.id().toString());
            Block kept = engine.held.block(place);
            assertArrayEquals(kept.header().toArray(), read.header);
            assertArrayEquals(kept.signature().toArray(), read.signature);
            assertEquals(place.author().device().toString(), read.device());
            List<SecondBody.Event> expected = engine.held.events(place).stream()
                .map(SecondDecoderTest::told).toList();
            assertEquals(expected, read.content().events, "block " + place);
            events += expected.size();
        }
        assertTrue(events > 40, "only " + events + " events");
    }

    /** An event of the engine as the second decoder tells it. */
    static SecondBody.Event told(Event event) {
        return new SecondBody.Event(event.id().toString(), event.kind().name(), event.by(),
            event.atMillis(), Cbor.encode(event.payload()).hex(), event.basis().map(basis ->
                String.join(" ", basis.stream().map(Object::toString).toList())).orElse("none"));
    }

    @Test
    void theSecondDecoderSharesNothingWithTheProduct() throws IOException {
        Path sources = SourceTree.ROOT.resolve(
            "distribution/sim/src/test/java/org/cairnmesh/second");
        try (Stream<Path> files = Files.list(sources)) {
            List<Path> all = files.toList();
            assertTrue(all.size() > 5, sources + " holds " + all);
            for (Path file : all) {
                String code = Files.readString(file).replace("org.cairnmesh.second", "");
                assertTrue(!code.contains("org.cairnmesh"), file + " names the product");
            }
        }
    }
}
