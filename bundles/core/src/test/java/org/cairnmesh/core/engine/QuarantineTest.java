// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A block that rotted is kept apart and comes again; nothing else is lost by it. */
class QuarantineTest {
    private final Rig author = new Rig();
    private List<Block> blocks;
    private Rig holder;

    /** Another box that holds three blocks of the author's feed and one of its own. */
    @BeforeEach
    void fill() {
        for (String key : List.of("a", "b", "c")) {
            author.append(Registers.set(key, "value").withUrgency());
        }
        blocks = author.blocks();
        holder = new Rig(Rig.box(2), new MoodyLog(new MemoryEventLog(Bytes.ofLong(2))));
        holder.log.commit(Batch.sealing(blocks, 0));
        holder.start();
        holder.append(Registers.set("own", "value").withUrgency());
    }

    private void damage(int index, UnaryOperator<Block> how) {
        holder.log.log.damage(how.apply(holder.blocks().get(index)));
        holder.start();
    }

    private static Bytes flip(Bytes bytes) {
        byte[] flipped = bytes.toArray();
        flipped[flipped.length / 2] ^= 1;
        return Bytes.of(flipped);
    }

    private static Block with(Block block, Bytes header, Bytes body, Bytes signature) {
        return new Block(block.id(), block.feed(), block.number(), block.previous(),
            block.events(), header, body, signature);
    }

    private static Block badBody(Block b) {
        return with(b, b.header(), flip(b.body()), b.signature());
    }

    private static Block badHeader(Block b) {
        return with(b, flip(b.header()), b.body(), b.signature());
    }

    private static Block badSignature(Block b) {
        return with(b, b.header(), b.body(), flip(b.signature()));
    }

    @Test
    void theRestServesAndPeopleAreTold() {
        damage(1, QuarantineTest::badBody);

        assertEquals(List.of("value"), holder.values("a"));
        assertEquals(List.of("value"), holder.values("own"));
        assertEquals(List.of(), holder.values("b"));
        assertEquals(1, holder.snapshot().problems().size());
        assertEquals("block 2 of feed " + blocks.get(0).feed() + " was damaged on the disk; 1 that "
            + "follow it wait: it is asked for again; meet a box that has it",
            holder.snapshot().problems().get(0));
        assertEquals(1, holder.snapshot().holding().frontier().height(blocks.get(0).feed()));
    }

    @Test
    void itComesAgainAndWhatFollowsItIsTakenBack() {
        damage(1, QuarantineTest::badHeader);
        Bytes id = holder.log.id();

        Held held = new Held(new Journal(holder.log), holder.box, r -> { }, holder.now);
        Verdict verdict = held.admit(blocks.get(1));
        held.commit();

        assertEquals(3, held.graph().feed(blocks.get(0).feed()).orElseThrow().height());
        holder.start();
        assertTrue(verdict instanceof Verdict.Admissible);
        assertEquals(List.of(), holder.snapshot().problems());
        assertEquals(List.of("value"), holder.values("c"));
        assertEquals(3, holder.snapshot().holding().frontier().height(blocks.get(0).feed()));
        assertEquals(id, holder.log.id());
    }

    @Test
    void aTipWithAWrongSignatureIsKeptApart() {
        damage(2, QuarantineTest::badSignature);

        assertEquals(List.of("value"), holder.values("b"));
        assertEquals(List.of(), holder.values("c"));
        assertTrue(holder.snapshot().problems().get(0).startsWith("block 3 of feed "));
    }

    @Test
    void everyBlockBelowAForgedTipIsVerifiedToo() {
        holder.log.log.damage(badSignature(holder.blocks().get(1)));
        damage(2, QuarantineTest::badSignature);

        assertEquals(List.of("value"), holder.values("a"));
        assertEquals(List.of(), holder.values("b"));
        assertEquals(List.of(), holder.values("c"));
    }

    @Test
    void aBoxWhoseOwnFeedWasDamagedGoesOnInANewOne() {
        Block own = holder.blocks().get(3);
        damage(3, QuarantineTest::badBody);
        holder.append(Registers.set("more", "value").withUrgency());

        List<Block> held = holder.blocks();
        assertNotEquals(own.feed(), held.get(held.size() - 1).feed());
        assertEquals(List.of("value"), holder.values("more"));

        Held again = new Held(new Journal(holder.log), holder.box, r -> { }, holder.now);
        assertTrue(again.admit(own) instanceof Verdict.Admissible);
        again.commit();
        holder.start();
        assertEquals(List.of("value"), holder.values("own"));
        assertEquals(List.of(), holder.snapshot().problems());
    }

    @Test
    void aFeedWhoseTipWasDamagedIsNotForkedByItsOwnBox() {
        holder.append(Registers.set("tip", "value").withUrgency());
        Block own = holder.blocks().get(3);
        damage(4, QuarantineTest::badBody);
        holder.append(Registers.set("more", "value").withUrgency());
        holder.start();
        holder.append(Registers.set("again", "value").withUrgency());

        List<Block> held = holder.blocks();
        assertNotEquals(own.feed(), held.get(4).feed());
        assertEquals(held.get(4).feed(), held.get(5).feed());
        assertEquals(1, holder.snapshot().holding().frontier().height(own.feed()));
    }

    @Test
    void whatIsFoundOnceIsToldAfterEachStart() {
        damage(0, QuarantineTest::badBody);
        List<String> problems = holder.snapshot().problems();
        assertEquals(1, problems.size());

        holder.start();

        assertEquals(problems, holder.snapshot().problems());
        assertEquals(1, holder.snapshot().holding().blocks());
    }

    @Test
    void aDamagedStagedEventDoesNotStopTheStart() {
        holder.set("first", "value");
        Staged whole = holder.log.staged().get(0);
        MoodyLog log = new MoodyLog(new MemoryEventLog(Bytes.ofLong(9)));
        log.commit(new Batch(List.of(new Staged(flip(whole.event()).head(9), whole.name(), "t"),
            whole), List.of(), 0, Map.of()));

        Rig rig = new Rig(Rig.box(2), log);

        assertEquals(List.of("value"), rig.values("first"));
        assertTrue(rig.snapshot().problems().get(0).startsWith("1 events that waited to be sealed"),
            rig.snapshot().problems().toString());
        assertEquals(List.of(), log.staged());
        assertEquals(1, rig.snapshot().holding().events());
    }

    @Test
    void aLogThatIsDamagedAndTakesNothingIsShownAsFarAsItIsWhole() {
        holder.log.full = true;
        damage(1, QuarantineTest::badBody);

        assertEquals(List.of("value"), holder.values("a"));
        assertEquals(2, holder.snapshot().problems().size());
        assertEquals(4, holder.log.blocks());

        holder.log.full = false;
        holder.pass(5_000);
        assertEquals(1, holder.snapshot().problems().size());
        assertEquals(2, holder.log.blocks());
    }
}
