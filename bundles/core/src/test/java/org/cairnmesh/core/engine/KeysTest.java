// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.testkit.log.MemoryCheckpoint;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

/** Bodies that are sealed with space keys, and chains that are not read. */
class KeysTest {
    private static final SpaceKey OLD = new SpaceKey(Bytes.ofHex("11".repeat(32)));
    private static final SpaceKey NEW = new SpaceKey(Bytes.ofHex("22".repeat(32)));

    private final Ring ring = new Ring();
    private final MemoryEventLog log = new MemoryEventLog(Bytes.ofLong(1));
    private final Held author = held(1, new Journal(log, ring));

    private static Held held(long seed, Journal journal) {
        Held held = new Held(journal, Rig.box(seed), reason -> { }, Pen.NOON);
        held.install(new Registers(1));
        return held;
    }

    private void write(int blocks) {
        for (int i = 0; i < blocks; i++) {
            author.append(Registers.set("k", "a value, number " + i));
            author.contact();
        }
        author.commit();
    }

    private List<Block> blocks() {
        return log.arrived(0, 1_000);
    }

    private static Header header(Block block) {
        return Header.decode(block.header());
    }

    @Test
    void aBoxWithTheKeyReadsWhatWasSealedWithIt() {
        ring.take(OLD);
        write(70);

        Journal again = new Journal(log, ring);

        assertEquals(70, again.kinds.get(Registers.SET));
        assertEquals(0, again.unreadable);
        assertEquals(0, again.locked.size());
        assertEquals(OLD.id(), header(blocks().get(5)).key());
    }

    @Test
    void aChangeOfTheKeyStartsAfresh() {
        write(3);
        ring.take(OLD);
        write(3);
        ring.take(NEW);
        write(3);

        List<Integer> dictionaries = blocks().stream().map(b -> header(b).dictionary()).toList();

        assertEquals(List.of(0, 1, 1, 0, 1, 1, 0, 1, 1), dictionaries);
        assertEquals(9, new Journal(log, ring).kinds.get(Registers.SET));
    }

    @Test
    void aBoxWithoutTheKeyHoldsTheBlocksAndReadsThemWhenItComes() {
        write(2);
        ring.take(OLD);
        write(5);
        ring.take(NEW);
        write(3);
        Ring other = new Ring();
        Journal journal = new Journal(new MemoryEventLog(Bytes.ofLong(2)), other);
        Held held = held(2, journal);

        blocks().forEach(held::admit);
        held.fold(1_000, 0);

        assertEquals(10, journal.graph.size());
        assertEquals(8, journal.locked.size());
        assertEquals(0, journal.unreadable);
        assertEquals(2, journal.kinds.get(Registers.SET));

        other.take(OLD);
        assertEquals(5, journal.unlock());
        assertEquals(7, journal.kinds.get(Registers.SET));
        assertEquals(3, journal.locked.size());

        other.take(NEW);
        assertEquals(3, journal.unlock());
        journal.projections.step(1_000, Pen.NOON);
        assertEquals(List.of("a value, number 2"), Registers.values(
            journal.projections.views().get(Registers.NAME).documents(), "k"));
    }

    @Test
    void aWrongKeyOfTheSameNameIsDamageNotALock() {
        ring.take(OLD);
        write(1);
        ring.keys.put(OLD.id(), NEW);
        log.checkpoint(new MemoryCheckpoint());

        Journal again = new Journal(log, ring);

        assertEquals(1, again.unreadable);
        assertEquals(0, again.locked.size());
    }

    /** Blocks of one note each that all go on from the block before. */
    private static List<Sealed> chain(Pen pen, int blocks, int keyedFrom) {
        List<Sealed> chain = new ArrayList<>();
        History history = History.NONE;
        for (int i = 0; i < blocks; i++) {
            List<org.cairnmesh.api.event.Event> events = List.of(pen.note("note " + i));
            Body.Written body = new BodyWriter(history, events).written();
            history = body.next();
            Optional<Sealed> previous = i == 0 ? Optional.empty() : Optional.of(chain.get(i - 1));
            Header h = pen.header(previous, Pen.NOON + i, List.of(), events, body.bytes());
            Bytes key = i < keyedFrom ? Bytes.EMPTY : OLD.id();
            Header of = new Header(h.space(), h.feed(), h.number(), h.previous(), h.founding(),
                h.timeMillis(), true, h.context(), h.start(), h.first(), h.events(),
                body.dictionary(), key, h.bodyHash());
            Bytes kept = i < keyedFrom ? body.bytes() : OLD.seal(of, body.bytes());
            chain.add(pen.sign(new Header(h.space(), h.feed(), h.number(), h.previous(),
                h.founding(), h.timeMillis(), true, h.context(), h.start(), h.first(),
                h.events(), body.dictionary(), key,
                org.cairnmesh.core.feed.Crypto.hash(kept.toArray())), kept));
        }
        return chain;
    }

    private static Journal admitted(List<Sealed> chain, Keyring keys) {
        Journal journal = new Journal(new MemoryEventLog(Bytes.ofLong(3)), keys);
        Held held = held(2, journal);
        chain.forEach(sealed -> held.admit(sealed.block()));
        held.fold(1_000, 0);
        return journal;
    }

    @Test
    void aChainIsReadToItsBoundAndNotPastIt() {
        Journal journal = admitted(chain(new Pen(5), Header.KEY_EVERY + 2, 1_000), ring);

        assertEquals(Header.KEY_EVERY, journal.kinds.get(Pen.NOTE));
        assertEquals(2, journal.unreadable);
    }

    @Test
    void aBlockThatGoesOnFromOneOfAnotherKeyCountsAsEmptyWhoeverHasTheKey() {
        ring.take(OLD);
        List<Sealed> chain = chain(new Pen(5), 5, 3);

        assertNotEquals(chain.get(2).header().key(), chain.get(3).header().key());
        assertEquals(3, admitted(chain, ring).kinds.get(Pen.NOTE));
        assertEquals(2, admitted(chain, ring).unreadable);
        assertEquals(3, admitted(chain, Keyring.NONE).kinds.get(Pen.NOTE));
        assertEquals(2, admitted(chain, Keyring.NONE).unreadable);
    }
}
