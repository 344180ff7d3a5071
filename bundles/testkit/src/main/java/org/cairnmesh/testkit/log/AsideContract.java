// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Staged;
import org.junit.jupiter.api.Test;

/** The part of {@link EventLogContract} about what is damaged. */
public abstract class AsideContract extends EnvelopesContract {
    private static final int ALL = 10_000;

    private final Blocks blocks = new Blocks(8);

    @Test
    void whatIsSetAsideIsNamedAndNotGivenAnyMore() {
        EventLog log = create();
        List<Block> chain = blocks.chain(3);
        List<Block> other = blocks.chain(2);
        Staged bad = blocks.staged("bad");
        Staged good = blocks.staged("good");
        log.commit(new Batch(List.of(bad, good), List.of(chain.get(0), chain.get(1),
            chain.get(2), other.get(0), other.get(1)), 0, Map.of("mark", Bytes.ofLong(1))));
        Bytes id = log.id();

        log.setAside(Set.of(chain.get(1).id(), chain.get(2).id()), Set.of(0));

        for (int i = 0; i < 2; i++) {
            EventLog held = i == 0 ? log : reopen(log);
            assertNotEquals(id, held.id());
            assertEquals(List.of(chain.get(0), other.get(0), other.get(1)), held.arrived(0, ALL));
            assertEquals(List.of(other.get(1)), held.arrived(2, ALL));
            assertEquals(3, held.blocks());
            assertEquals(1, held.frontier().height(chain.get(0).feed()));
            assertEquals(List.of(good), held.staged());
            assertEquals(Map.of("mark", Bytes.ofLong(1)), held.marks());
            assertEquals(1, held.aside().staged());
            assertEquals(Set.of(missing(chain.get(1)), missing(chain.get(2))),
                Set.copyOf(held.aside().blocks()));
        }
    }

    @Test
    void whatWasSetAsideArrivesAnew() {
        EventLog log = create();
        List<Block> chain = blocks.chain(2);
        log.commit(Batch.sealing(chain, 0));
        log.setAside(Set.of(chain.get(0).id(), chain.get(1).id()), Set.of());
        Bytes id = log.id();

        log.commit(Batch.sealing(List.of(chain.get(0)), 0));

        EventLog held = reopen(log);
        assertEquals(id, held.id());
        assertEquals(List.of(chain.get(0)), held.arrived(0, ALL));
        assertEquals(List.of(missing(chain.get(1))), held.aside().blocks());
    }

    @Test
    void settingNothingAsideChangesNothing() {
        EventLog log = create();
        Bytes id = log.id();

        log.setAside(Set.of(), Set.of());

        assertEquals(id, log.id());
        assertEquals(Aside.NOTHING, log.aside());
    }

    private static Aside.Missing missing(Block block) {
        return new Aside.Missing(block.feed(), block.number(), block.id(), Optional.of(block));
    }
}
