// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.testkit.log.MemoryEventLogs;
import org.cairnmesh.transport.sim.CellSettings;
import org.junit.jupiter.api.Test;

/** Ten boxes in one thread: loss, repeats, reordering, partitions, crashes and wrong clocks. */
class SyncSimTest {
    private static final int SEEDS = Integer.getInteger("cairn.seeds", 100);
    private static final int BOXES = 10;
    private static final long SECOND = 1_000_000;
    private static final CellSettings CELL =
        new CellSettings(new LoRa(7, 500_000, 5), 1, 0.1, 0.05, 3_000, CellSettings.MTU_BYTES);

    @Test
    void allBoxesAgreeAndNothingAcknowledgedIsLostOrDoubled() {
        for (long seed = 0; seed < SEEDS; seed++) {
            try {
                agree(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void boxesRestoredFromOldImagesAgreeWithAllBranches() {
        int forked = 0;
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            try {
                forked += restored(seed) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertTrue(forked >= SEEDS / 20, "too few forks: " + forked);
    }

    /** Plays one seed with restores; answers whether a feed forked. */
    private static boolean restored(long seed) {
        SimNet net = new SimNet(CELL, seed);
        for (int i = 0; i < 5; i++) {
            net.add("box" + i);
        }

        for (int i = 0; i < 40; i++) {
            SimBox box = net.boxes().get(net.random().nextInt(5));
            MemoryEventLogs old = box.backup();
            for (int k = net.random().nextInt(4); k >= 0; k--) {
                box.append(draft(net.random()));
            }
            net.run(net.random().nextLong(60 * SECOND));
            if (net.random().nextInt(6) == 0) {
                box.restore(old, net.nowMicros());
                box.append(draft(net.random()));
            }
        }
        long took = net.runUntilEqual(3_600 * SECOND);

        if (took < 0) {
            fail("the boxes do not agree after an hour: " + net.boxes().stream()
                .map(SyncSimTest::state).toList());
        }
        return net.boxes().get(0).snapshot().holding().contested() > 0;
    }

    private static void agree(long seed) {
        SimNet net = new SimNet(CELL, seed);
        for (int i = 0; i < BOXES; i++) {
            net.add("box" + i);
        }
        Set<EventId> acknowledged = new HashSet<>();

        for (int i = 0; i < 60; i++) {
            happen(net, acknowledged);
            net.run(net.random().nextLong(40 * SECOND));
        }
        net.cell().reachAll(true);
        long took = net.runUntilEqual(3_600 * SECOND);

        if (took < 0) {
            fail("the boxes do not agree after an hour: " + net.boxes().stream()
                .map(SyncSimTest::state).toList());
        }
        assertTrue(acknowledged.size() > 20, "too little was appended");
        for (SimBox box : net.boxes()) {
            assertEquals(Map.of(), box.snapshot().refused(), box.name() + " refused something");
            Map<EventId, Integer> held = HistoryLog.held(box.log());
            acknowledged.forEach(id ->
                assertEquals(1, held.getOrDefault(id, 0), id + " in " + box.name()));
        }
    }

    private static String state(SimBox box) {
        Snapshot at = box.snapshot();
        return "\n  " + box.name() + " " + at.holding().blocks() + " blocks, staged "
            + at.holding().staged() + ", refused " + at.refused() + ", problems "
            + at.problems() + ", clock " + at.at() + ", heights " + at.feeds().stream()
            .map(feed -> feed.id().toString().substring(0, 4) + ":" + feed.height()).toList();
    }

    private static void happen(SimNet net, Set<EventId> acknowledged) {
        RandomGenerator random = net.random();
        SimBox box = net.boxes().get(random.nextInt(BOXES));
        int dice = random.nextInt(100);
        if (dice < 60) {
            for (int i = random.nextInt(6); i >= 0; i--) {
                box.append(draft(random)).thenAccept(appended -> {
                    if (appended instanceof Appended.Accepted accepted) {
                        acknowledged.add(accepted.id());
                    }
                });
            }
        } else if (dice < 75) {
            net.cell().reach(box.name(), net.boxes().get(random.nextInt(BOXES)).name(),
                random.nextBoolean());
        } else if (dice < 80) {
            net.cell().reachAll(random.nextBoolean());
        } else if (dice < 88) {
            box.crash(net.nowMicros());
        } else if (dice < 95) {
            box.crashAtNextCommit(random.nextBoolean());
        } else {
            box.clockOffset(List.of(0L, -1_780_000_000_000L, 2_300_000_000_000L)
                .get(random.nextInt(3)));
        }
    }

    private static Draft draft(RandomGenerator random) {
        String key = "R-" + random.nextInt(20);
        return random.nextInt(4) == 0
            ? RecordDrafts.create("water", key,
                Map.of("name", Item.of("Well " + random.nextInt(1000))), "Amina")
            : RecordDrafts.set(new RecordRef.ByKey(key, "water"),
                Map.of("field" + random.nextInt(3), Item.of(random.nextInt(10_000))), "Bakary");
    }
}
