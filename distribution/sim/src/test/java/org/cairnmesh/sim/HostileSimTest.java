// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.transport.sim.CellSettings;
import org.junit.jupiter.api.Test;

/**
 * Boxes among spoilt, cut, repeated and forged frames, and an insider who writes with stamps of
 * 2099 and forks its feed: nothing that honest boxes wrote is lost, changed, doubled or outlived.
 */
class HostileSimTest {
    private static final int SEEDS = Math.max(3, Integer.getInteger("cairn.seeds", 100) / 30);
    private static final int BOXES = 4;
    private static final int STEPS = 20;
    private static final int RECORDS = Forger.RECORDS;
    private static final long SECOND = 1_000_000;
    private static final CellSettings CELL =
        new CellSettings(new LoRa(7, 500_000, 5), 1, 0.1, 0.05, 3_000, CellSettings.MTU_BYTES);

    private final Set<EventId> acknowledged = new HashSet<>();
    private final Map<String, Long> refused = new TreeMap<>();

    @Test
    void whatHonestBoxesWroteStandsWhateverElseIsSaid() {
        int forks = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                forks += play(seed) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(forks > 0, "the insider's feed never forked");
        for (String reason : List.of("BAD_SIGNATURE", "MALFORMED")) {
            assertTrue(refused.getOrDefault(reason, 0L) > 0, reason + " not among " + refused);
        }
    }

    private boolean play(long seed) {
        SimNet net = new SimNet(CELL, seed);
        for (int i = 0; i < BOXES; i++) {
            net.add("box" + i);
        }
        Forger forger = new Forger(new Random(seed));
        net.spoil(forger::spoil);
        acknowledged.clear();
        for (int i = 0; i < RECORDS; i++) {
            append(net.boxes().get(0), RecordDrafts.create("water", "R-" + i, Map.of(), "Amina"));
        }
        for (int i = 0; i < STEPS; i++) {
            SimBox box = net.boxes().get(net.random().nextInt(BOXES));
            set(box, "R-" + net.random().nextInt(RECORDS), "field" + net.random().nextInt(3),
                net.random().nextInt(10_000));
            net.run(net.random().nextLong(30 * SECOND));
            forger.attack(net.boxes().get(net.random().nextInt(BOXES)), net.nowMicros());
        }
        assertTrue(net.runUntilEqual(3_600 * SECOND) >= 0, "the boxes do not agree");
        nothingElseWasWritten(net, forger);
        net.boxes().forEach(box -> box.snapshot().refused().forEach((reason, count) ->
            refused.merge(reason, count, Long::sum)));
        aLaterWriteSettles(net);
        return net.boxes().get(0).snapshot().holding().contested() > 0;
    }

    private void set(SimBox box, String record, String field, long value) {
        append(box, RecordDrafts.set(new RecordRef.ByKey(record, "water"),
            Map.of(field, Item.of(value)), "Amina"));
    }

    private void append(SimBox box, Draft draft) {
        box.append(draft).thenAccept(appended -> {
            if (appended instanceof Appended.Accepted accepted) {
                acknowledged.add(accepted.id());
            }
        });
    }

    /** Every acknowledged event once; none beside them but those of the insider's own device. */
    private void nothingElseWasWritten(SimNet net, Forger forger) {
        for (SimBox box : net.boxes()) {
            HistoryBox reader = SecondDecoderTest.reader(box);
            Map<EventId, Integer> held = new HashMap<>();
            for (Place place : reader.blocks()) {
                if (!place.author().device().equals(forger.identity.device())) {
                    reader.held.events(place)
                        .forEach(event -> held.merge(event.id(), 1, Integer::sum));
                }
            }
            assertEquals(acknowledged, held.keySet(), box.name());
            held.forEach((id, times) -> assertEquals(1, times, id.toString()));
        }
    }

    /** Whoever has seen the stamps of 2099 writes last, on every box, also after a restart. */
    private void aLaterWriteSettles(SimNet net) {
        SimBox box = net.boxes().get(1);
        box.crash(net.nowMicros());
        net.run(SECOND);
        for (int i = 0; i < RECORDS; i++) {
            set(box, "R-" + i, "field0", 100 + i);
        }
        assertTrue(net.runUntilEqual(3_600 * SECOND) >= 0, "the boxes do not agree at the end");
        List<RecordView> records = SecondDecoderTest.reader(net.boxes().get(2)).records();
        for (int i = 0; i < RECORDS; i++) {
            String name = "R-" + i;
            List<Item> heads = records.stream().filter(r -> r.name().equals(name))
                .flatMap(r -> r.fields().get("field0").stream()).map(RecordView.Head::value)
                .toList();
            assertEquals(List.of(Item.of(100L + i)), heads, name);
        }
    }
}
