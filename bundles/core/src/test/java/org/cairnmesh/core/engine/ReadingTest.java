// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final Pen pen = new Pen(2);
    private final MemoryEventLog log = new MemoryEventLog(Bytes.ofLong(1));

    private static Block withSignature(Block block, Bytes signature) {
        return new Block(block.id(), block.feed(), block.number(), block.previous(),
            block.events(), block.header(), block.body(), signature);
    }

    private void write(List<Block> blocks) {
        log.commit(Batch.sealing(blocks, 0));
    }

    @Test
    void leavesOutATipThatItsAuthorDidNotSign() {
        List<Block> chain = pen.chain(3).stream().map(Sealed::block).toList();
        write(List.of(chain.get(0), chain.get(1),
            withSignature(chain.get(2), chain.get(1).signature())));

        Journal journal = new Journal(log);

        assertEquals(2, journal.graph.size());
        assertEquals(1, journal.quarantine.problems().size());
        assertTrue(journal.quarantine.problems().get(0).startsWith("block 3 of feed "),
            "" + journal.quarantine.problems());
    }

    @Test
    void oneGoodSignatureVouchesForAllBelowIt() {
        List<Block> chain = pen.chain(3).stream().map(Sealed::block).toList();
        write(List.of(chain.get(0), withSignature(chain.get(1), Bytes.EMPTY), chain.get(2)));

        Journal journal = new Journal(log);

        assertEquals(3, journal.graph.size());
        assertEquals(List.of(), journal.quarantine.problems());
    }

    @Test
    void aBranchWithoutASignatureDoesNotCostTheOther() {
        Sealed first = pen.first(Pen.NOON);
        Sealed second = pen.after(first, Pen.NOON + 1);
        Sealed left = pen.after(second, Pen.NOON + 2);
        Sealed right = pen.after(second, Pen.NOON + 3);
        write(List.of(withSignature(first.block(), Bytes.EMPTY),
            withSignature(second.block(), Bytes.EMPTY),
            withSignature(left.block(), Bytes.EMPTY), right.block()));

        Journal journal = new Journal(log);

        assertEquals(3, journal.graph.size());
        assertTrue(journal.graph.get(right.block().id()).isPresent());
        assertEquals(1, journal.quarantine.problems().size());
    }

    @Test
    void leavesOutABlockThatClaimsToFoundAnothersFeed() {
        Pen other = new Pen(3);
        Sealed stolen = pen.sign(new org.cairnmesh.core.feed.Header(Pen.SPACE, other.feed(), 1,
            org.cairnmesh.api.event.BlockId.NONE, Optional.of(pen.founding), Pen.NOON, true,
            List.of(), pen.start, 0, 0, 0, Bytes.EMPTY,
            org.cairnmesh.core.feed.Crypto.hash(new byte[0])), Bytes.EMPTY);
        write(List.of(stolen.block()));

        Journal journal = new Journal(log);

        assertEquals(0, journal.graph.size());
        assertEquals(1, journal.quarantine.problems().size());
    }

    @Test
    void aLongLogIsReadInTurnsWhileTheBoxSaysSo() {
        int blocks = 2_100;
        write(pen.chain(blocks).stream().map(Sealed::block).toList());
        Loop loop = new Loop(Rig.box(1), Instant.ofEpochMilli(Pen.NOON));
        loop.bind(new MoodyLogs(new MoodyLog(log)));
        loop.bind(new Registers(1));

        int turns = 1;
        loop.step(Instant.ofEpochMilli(Pen.NOON), 1);
        assertTrue(loop.snapshot().problems().toString().contains("read 2048 of 2100 blocks"),
            "" + loop.snapshot().problems());
        CompletableFuture<Appended> early =
            loop.append(Registers.set("k", "early")).toCompletableFuture();
        while (loop.snapshot().holding().blocks() == 0 && turns < 100) {
            loop.step(Instant.ofEpochMilli(Pen.NOON), 1 + turns++);
        }

        assertEquals(Appended.Reason.UNAVAILABLE,
            ((Appended.Refused) Rig.told(early)).reason());
        assertTrue(turns > 1, "turns: " + turns);
        assertEquals(blocks, loop.snapshot().holding().blocks());
        assertEquals(List.of(), loop.snapshot().problems());
        assertEquals(blocks, loop.snapshot().kinds().get(Pen.NOTE));
    }
}
