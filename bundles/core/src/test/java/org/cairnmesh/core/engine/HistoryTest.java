// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** Bodies that are coded with what their ancestors hold. */
class HistoryTest {
    private static final int BLOCKS = 150;

    private final Rig rig = new Rig();

    private void write(int blocks) {
        for (int i = 0; i < blocks; i++) {
            rig.append(Registers.set("key " + i % 7, "a value of which much returns " + i)
                .withUrgency());
        }
    }

    @Test
    void everyBlockButTheKeyBlocksHasOne() {
        write(BLOCKS);

        for (Block block : rig.blocks()) {
            boolean key = block.number() % Header.KEY_EVERY == 1;
            assertEquals(key ? Header.NONE : Header.HISTORY,
                Header.decode(block.header()).dictionary(), "block " + block.number());
        }
        assertTrue(rig.blocks().get(1).body().size() < rig.blocks().get(0).body().size());
    }

    @Test
    void everyBlockCanBeReadByItself() {
        write(BLOCKS);
        List<Block> blocks = new ArrayList<>(rig.blocks());
        Collections.shuffle(blocks, new Random(1));

        for (Block block : blocks) {
            Journal journal = new Journal(rig.log.log);
            Bodies cold = new Bodies(rig.log.log, Keyring.NONE);
            Place place = journal.graph.get(block.id()).orElseThrow();
            List<Event> events = cold.decode(place, block).events();

            assertEquals(1, events.size(), "block " + block.number());
            assertEquals("a value of which much returns " + (block.number() - 1),
                events.get(0).payload().text("value"));
        }
    }

    @Test
    void anotherBoxReadsThemAll() {
        write(BLOCKS);
        Rig other = new Rig(Rig.box(2), new MoodyLog());

        Held held = new Held(new Journal(other.log.log), other.box, reason -> { }, rig.now);
        held.install(new Registers(1));
        rig.blocks().forEach(held::admit);
        held.commit();

        Journal journal = new Journal(other.log.log);
        assertEquals(0, journal.unreadable);
        assertEquals(BLOCKS, journal.kinds.get(Registers.SET));
        assertEquals(BLOCKS, held.graph().size());
    }

    @Test
    void aRestartContinuesTheHistory() {
        write(10);
        rig.start();
        write(10);

        assertEquals(20, rig.snapshot().holding().events());
        assertEquals(0, rig.snapshot().holding().unreadable());
        assertEquals(List.of("a value of which much returns 9"), rig.values("key 2"));
    }
}
