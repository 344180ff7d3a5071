// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.testkit.log.MemoryCheckpoint;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

/**
 * A box that starts from a checkpoint shows what one shows that folds the whole log: over generated
 * histories, whatever became of the checkpoint meanwhile.
 */
class CheckpointTest {
    private static final int HISTORIES = 25;
    private static final int STEPS = 80;

    private final Map<String, Integer> met = new TreeMap<>();
    private final Map<HistoryBox, List<MemoryCheckpoint>> older = new HashMap<>();

    @Test
    void aBoxThatStartsFromACheckpointShowsWhatOneShowsThatFoldsAll() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Random random = new Random(~seed);
            Histories history = new Histories(seed);
            older.clear();
            for (int i = 0; i < STEPS; i++) {
                history.step();
                HistoryBox box = history.boxes.get(random.nextInt(history.boxes.size()));
                if (random.nextInt(4) == 0) {
                    box.held.save();
                    older.computeIfAbsent(box, b -> new ArrayList<>())
                        .add(box.log.checkpoint().committed());
                }
                if (random.nextInt(4) == 0) {
                    String where = "seed " + seed + ", step " + i + ", " + prepare(box, random);
                    box.start(history.now());
                    assertEquals(fromScratch(box, history), shown(box), where);
                }
            }
        }
        assertTrue(met.size() == 5 && met.values().stream().allMatch(n -> n > 20), "" + met);
    }

    /** Something that may happen to a checkpoint between two starts. */
    private String prepare(HistoryBox box, Random random) {
        List<MemoryCheckpoint> kept = older.getOrDefault(box, List.of());
        int dice = random.nextInt(8);
        String what = dice < 3 || kept.isEmpty() ? "as it is" : dice == 3 ? "lost"
            : dice == 4 ? "older" : dice == 5 ? "of another box" : "mixed of two";
        if (what.equals("lost")) {
            box.log.checkpoint(new MemoryCheckpoint());
        } else if (what.equals("older")) {
            box.log.checkpoint(kept.get(random.nextInt(kept.size())).committed());
        } else if (what.equals("of another box")) {
            older.forEach((other, list) -> box.log.checkpoint(list.get(0).committed()));
        } else if (what.equals("mixed of two")) {
            mix(box.log.checkpoint(), kept.get(random.nextInt(kept.size())), random);
        } else {
            MemoryEventLog copy = box.log.copy();
            box.log = copy;
        }
        met.merge(what, 1, Integer::sum);
        return what;
    }

    /** Some entries are those of an older commit, as a disk may leave them that forgets. */
    private static void mix(MemoryCheckpoint into, MemoryCheckpoint old, Random random) {
        old.tables().forEach((table, entries) -> entries.forEach((key, value) -> {
            if (random.nextInt(3) == 0) {
                into.put(table, key, value);
            }
        }));
        into.tables().forEach((table, entries) -> {
            for (Bytes key : entries.keySet()) {
                if (random.nextInt(6) == 0) {
                    into.remove(table, key);
                }
            }
        });
    }

    private static String fromScratch(HistoryBox box, Histories history) {
        MemoryEventLog log = box.log.copy();
        log.checkpoint(new MemoryCheckpoint());
        return shown(box.on(log, history.now()));
    }

    private static String shown(HistoryBox box) {
        StringBuilder all = new StringBuilder();
        box.held.projections().views().forEach((name, view) -> view.documents().forEach(
            entry -> all.append(entry.getKey()).append(entry.getValue()).append('\n')));
        return all.toString();
    }
}
