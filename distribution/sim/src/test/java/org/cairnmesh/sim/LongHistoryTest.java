// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.transport.sim.CellSettings;
import org.junit.jupiter.api.Test;

/** A box whose history is longer than what it folds in one turn. */
class LongHistoryTest {
    private static final int EVENTS = 5_000;
    private static final long SECOND = 1_000_000;
    private static final CellSettings CELL =
        new CellSettings(new LoRa(7, 500_000, 5), 1, 0, 0, 0, CellSettings.MTU_BYTES);

    @Test
    void aBoxThatStartsAgainShowsAllOfItWithoutBeingAskedAnything() {
        SimNet net = new SimNet(CELL, 1);
        SimBox box = net.add("box");
        for (int i = 0; i < EVENTS; i++) {
            box.append(RecordDrafts.create("water", "R-" + i, Map.of("n", Item.of(i)), ""));
            if (i % 1_000 == 999) {
                net.run(SECOND);
            }
        }

        box.crash(net.nowMicros());
        net.run(1);
        Snapshot early = box.snapshot();
        net.run(SECOND);
        Snapshot.View late = box.snapshot().views().get(Kinds.REDUCER);

        assertTrue(early.views().get(Kinds.REDUCER).stale(), "it was folded in one turn");
        assertFalse(late.stale());
        assertEquals(EVENTS, late.documents().size());
    }
}
