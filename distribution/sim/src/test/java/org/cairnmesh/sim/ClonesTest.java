// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.transport.sim.CellSettings;
import org.junit.jupiter.api.Test;

/** Two boxes run from copies of one disk, with the same keys. */
class ClonesTest {
    private static final int SEEDS = Integer.getInteger("cairn.seeds", 100) / 50;
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final CellSettings CELL =
        new CellSettings(new LoRa(7, 500_000, 5), 1, 0.1, 0.05, 3_000, CellSettings.MTU_BYTES);

    private final Map<EventId, String> acknowledged = new HashMap<>();

    private void write(SimBox box, String field, long value) {
        box.append(RecordDrafts.set(new RecordRef.ByKey("R-1", "water"),
            Map.of(field, Item.of(value)), box.name())).thenAccept(appended -> {
                if (appended instanceof Appended.Accepted accepted) {
                    acknowledged.put(accepted.id(), box.name());
                }
            });
    }

    @Test
    void twoClonesThatAreBothUsedForADayLoseNothingAndBothAreTold() {
        for (long seed = 0; seed < SEEDS; seed++) {
            acknowledged.clear();
            SimNet net = new SimNet(CELL, seed);
            SimBox north = net.add("north");
            SimBox south = net.add("south");
            south.append(RecordDrafts.create("water", "R-1", Map.of(), ""));
            write(north, "before", 1);
            assertTrue(net.runUntilEqual(HOUR) >= 0, "seed " + seed + ": before");
            SimBox clone = net.clone(north, "clone");

            day(net, north, clone, south);
            net.cell().reachAll(true);

            assertTrue(net.runUntilEqual(2 * HOUR) >= 0, "seed " + seed + ": they do not agree");
            for (SimBox box : net.boxes()) {
                Set<EventId> held = HistoryLog.held(box.log()).keySet();
                assertTrue(held.containsAll(acknowledged.keySet()), "seed " + seed + ": "
                    + box.name() + " lost something");
            }
            told(seed, north);
            told(seed, clone);
        }
    }

    /** The clones meet the third box by turns, and each other for a short while at noon. */
    private void day(SimNet net, SimBox north, SimBox clone, SimBox south) {
        for (int hour = 0; hour < 24; hour++) {
            net.cell().reach("north", "clone", hour == 12);
            net.cell().reach("north", "south", hour % 3 == 0);
            net.cell().reach("clone", "south", hour % 3 == 1);
            write(north, "field" + hour % 4, hour);
            write(clone, "field" + hour % 5, 100 + hour);
            write(south, "field" + hour % 3, 200 + hour);
            net.run(HOUR);
        }
    }

    private static void told(long seed, SimBox box) {
        Snapshot at = box.snapshot();
        String of = "seed " + seed + ", " + box.name() + ": ";
        assertTrue(at.problems().stream().anyMatch(p -> p.contains("has forked")),
            of + at.problems());
        assertTrue(at.problems().stream().anyMatch(p -> p.contains("the keys of this one")),
            of + at.problems());
        Doubts.Fork fork = at.doubts().forks().get(0);
        assertTrue(fork.own() && fork.tips().size() == 2, of + fork);
        assertEquals(Doubts.Guess.CLONED, fork.guess(), of + fork);
        assertEquals(3, at.feeds().stream().filter(Snapshot.Feed::own).count(), of + at.feeds());
    }

    @Test
    void aFormThatWasOpenedBeforeTheOtherBoxWroteOverwritesNothingInSilence() {
        SimNet net = new SimNet(CELL, 1);
        SimBox north = net.add("north");
        SimBox south = net.add("south");
        north.append(RecordDrafts.create("water", "R-1", Map.of("pump", Item.of("monday")), ""));
        assertTrue(net.runUntilEqual(HOUR) >= 0);
        List<EventId> shown = Shown.heads(north, "R-1", "pump");
        south.append(RecordDrafts.set(new RecordRef.ByKey("R-1", "water"),
            Map.of("pump", Item.of("tuesday")), "south"));
        assertTrue(net.runUntilEqual(HOUR) >= 0);
        assertEquals(List.of("tuesday"), Shown.values(north, "R-1", "pump"));

        north.append(RecordDrafts.set(new RecordRef.ByKey("R-1", "water"),
            Map.of("pump", Item.of("wednesday")), "north").withBasis(shown));
        assertTrue(net.runUntilEqual(HOUR) >= 0);

        for (SimBox box : net.boxes()) {
            assertEquals(List.of("wednesday", "tuesday"), Shown.values(box, "R-1", "pump"));
            assertTrue(Shown.record(box, "R-1").conflicts("pump"));
        }
        List<EventId> both = Shown.heads(south, "R-1", "pump");
        south.append(RecordDrafts.set(new RecordRef.ByKey("R-1", "water"),
            Map.of("pump", Item.of("settled")), "south").withBasis(both));
        assertTrue(net.runUntilEqual(HOUR) >= 0);
        assertEquals(List.of("settled"), Shown.values(north, "R-1", "pump"));
    }
}
