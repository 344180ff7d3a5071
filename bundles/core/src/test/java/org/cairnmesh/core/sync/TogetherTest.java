// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

/** Blocks whose last parts came in one turn of the engine. */
class TogetherTest {
    private final SyncBox box = new SyncBox(1);
    private final SyncBox sender = new SyncBox(2);
    private final Inflow inflow = new Inflow(box);

    private static Message.Part part(SyncBox from, Block block) {
        Bytes wire = WireBlock.encode(block, from.graph.get(block.id()).orElseThrow().previous(),
            Optional.empty());
        return new Message.Part(SyncBox.spaceBytes(), Optional.empty(),
            Message.Ref.named(Roster.prefix(block.feed())), block.number(),
            Entry.check(block.id()), wire.size(), 0, wire);
    }

    private void hear(Sealed sealed) {
        inflow.hear(part(sender, sealed.block()));
    }

    @Test
    void blocksThatCameTogetherAreExpectedInOrderAndThenAdmitted() {
        box.take(sender.write("held"));
        List<Sealed> chain = chain(5);

        chain.forEach(this::hear);

        assertEquals(1, box.graph.size());
        assertTrue(inflow.settle());
        assertEquals(6, box.graph.size());
        assertEquals(chain.stream().map(sealed -> sealed.block().id()).toList(), box.expected);
    }

    @Test
    void aWholeNewFeedThatCameTogetherIsExpected() {
        List<Sealed> chain = chain(3);

        chain.forEach(this::hear);

        assertTrue(inflow.settle());
        assertEquals(3, box.graph.size());
        assertEquals(3, box.expected.size());
    }

    @Test
    void aBlockThatCameAloneIsNotExpected() {
        hear(sender.write("alone"));

        assertTrue(inflow.settle());
        assertEquals(List.of(), box.expected);
    }

    @Test
    void whatCameTogetherIsAdmittedInWhateverOrderItCame() {
        for (long seed = 0; seed < 20; seed++) {
            SyncBox from = new SyncBox(100 + seed);
            SyncBox to = new SyncBox(200 + seed);
            Inflow into = new Inflow(to);
            List<Message.Part> parts = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                parts.add(part(from, from.write("block " + i).block()));
            }
            Collections.shuffle(parts, new Random(seed));

            parts.forEach(into::hear);
            into.settle();

            assertEquals(from.holds(), to.holds(), "seed " + seed);
        }
    }

    @Test
    void aBadSignatureAmongThoseThatCameTogetherStopsItsFeedThere() {
        List<Sealed> chain = chain(4);
        Block bad = chain.get(2).block();
        Bytes other = chain.get(1).block().signature();
        Block forged = new Block(bad.id(), bad.feed(), bad.number(), bad.previous(), bad.events(),
            bad.header(), bad.body(), other);

        hear(chain.get(0));
        hear(chain.get(1));
        inflow.hear(part(sender, forged));
        hear(chain.get(3));

        assertTrue(inflow.settle());
        assertEquals(2, box.graph.size());
        assertEquals(1, box.refused(Refusal.BAD_SIGNATURE, 0));
        hear(chain.get(2));
        assertTrue(inflow.settle());
        assertEquals(4, box.graph.size());
    }

    @Test
    void whatCameTogetherIsAdmittedAtTheLatestWhenItIsTooMuch() {
        List<Sealed> chain = chain(Inflow.TOGETHER_MAX + 1);

        chain.subList(0, Inflow.TOGETHER_MAX - 1).forEach(this::hear);

        assertEquals(0, box.graph.size());
        hear(chain.get(Inflow.TOGETHER_MAX - 1));
        assertEquals(Inflow.TOGETHER_MAX, box.graph.size());
        hear(chain.get(Inflow.TOGETHER_MAX));
        assertEquals(Inflow.TOGETHER_MAX, box.graph.size());
    }

    private List<Sealed> chain(int blocks) {
        List<Sealed> chain = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            chain.add(sender.write("block " + i));
        }
        return chain;
    }
}
