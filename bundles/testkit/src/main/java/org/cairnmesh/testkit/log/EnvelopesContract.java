// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.junit.jupiter.api.Test;

/** The part of {@link EventLogContract} about the envelopes of blocks. */
public abstract class EnvelopesContract {
    private final Blocks blocks = new Blocks(9);

    /** A new, empty log. */
    protected abstract EventLog create();

    /** What a box finds after a restart: the log, closed and opened again. */
    protected abstract EventLog reopen(EventLog log);

    @Test
    void anEnvelopeIsKeptMissedAndReplaced() {
        EventLog log = create();
        List<Block> chain = blocks.chain(3);
        Block whole = chain.get(1).withEnvelopes(List.of(blocks.noise(40), blocks.noise(20)));
        Block bare = whole.withEnvelopes(List.of(Bytes.EMPTY, whole.envelopes().get(1)));
        log.commit(Batch.sealing(List.of(chain.get(0), whole, chain.get(2)), 0));
        Bytes id = log.id();

        for (Block next : List.of(bare, whole)) {
            log.enclose(next);

            log = reopen(log);
            assertEquals(List.of(chain.get(0), next, chain.get(2)), log.arrived(0, 9));
            assertEquals(List.of(next), log.read(next.feed(), 2, 1));
            assertEquals(id, log.id());
        }
    }

    @Test
    void onlyTheEnvelopesAreReplaced() {
        EventLog log = create();
        Block block = blocks.chain(1).get(0).withEnvelopes(List.of(Bytes.EMPTY));
        log.commit(Batch.sealing(List.of(block), 0));

        log.enclose(new Block(block.id(), block.feed(), 1, block.previous(), 0, Bytes.EMPTY,
            Bytes.EMPTY, Bytes.EMPTY, List.of(blocks.noise(20))));

        Block held = log.arrived(0, 1).get(0);
        assertEquals(block, held.withEnvelopes(block.envelopes()));
        assertEquals(20, held.envelopes().get(0).size());
    }

    @Test
    void theEnvelopesOfABlockThatIsNotHeldAreRefused() {
        EventLog log = create();
        List<Block> chain = blocks.chain(2);
        log.commit(Batch.sealing(List.of(chain.get(0)), 0));

        assertThrows(IllegalArgumentException.class, () -> log.enclose(chain.get(1)));
        assertEquals(List.of(chain.get(0)), log.arrived(0, 9));
    }
}
