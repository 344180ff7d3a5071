// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;
import org.junit.jupiter.api.Test;

/** What every provider of {@link EventLog} keeps; who extends this says how its logs are made. */
public abstract class EventLogContract extends AsideContract {
    private static final int ALL = 10_000;

    private final Blocks blocks = new Blocks(7);

    @Test
    void aNewLogIsEmpty() {
        EventLog log = create();

        assertEquals(8, log.id().size());
        assertEquals(0, log.blocks());
        assertEquals(List.of(), log.arrived(0, ALL));
        assertEquals(List.of(), log.read(blocks.feed(), 1, ALL));
        assertEquals(Frontier.EMPTY, log.frontier());
        assertEquals(List.of(), log.staged());
        assertEquals(Map.of(), log.marks());
        assertEquals(Optional.empty(), log.tokened("t"));
    }

    @Test
    void keepsItsIdWhenReopened() {
        EventLog log = create();
        Bytes id = log.id();

        assertEquals(id, reopen(log).id());
    }

    @Test
    void keepsBlocksByteForByte() {
        EventLog log = create();
        Block first = blocks.first(blocks.feed());
        byte[] id = new byte[BlockId.SIZE];
        id[0] = (byte) 0xff;
        Block bare = new Block(new BlockId(Bytes.of(id)), first.feed(), 2, first.id(), 0,
            Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
        Block large = new Block(new BlockId(blocks.noise(32)), first.feed(), 3, bare.id(), 512,
            blocks.noise(2_048), blocks.noise(100_000), blocks.noise(64));

        log.commit(Batch.sealing(List.of(first, bare, large), 0));

        assertEquals(List.of(first, bare, large), log.arrived(0, ALL));
        assertEquals(List.of(first, bare, large), reopen(log).arrived(0, ALL));
    }

    @Test
    void ordersBlocksByArrivalFromNumberZero() {
        EventLog log = create();
        List<Block> one = blocks.chain(3);
        List<Block> other = blocks.chain(2);
        log.commit(Batch.sealing(List.of(one.get(0), other.get(0)), 0));
        log.commit(Batch.sealing(List.of(one.get(1), other.get(1), one.get(2)), 0));

        assertEquals(5, log.blocks());
        assertEquals(List.of(one.get(0), other.get(0), one.get(1), other.get(1), one.get(2)),
            log.arrived(0, ALL));
        assertEquals(List.of(other.get(0), one.get(1)), log.arrived(1, 2));
        assertEquals(List.of(one.get(2)), log.arrived(4, 2));
        assertEquals(List.of(), log.arrived(5, 2));
        assertEquals(List.of(), log.arrived(0, 0));
    }

    @Test
    void readsOneFeedByNumber() {
        EventLog log = create();
        List<Block> one = blocks.chain(300);
        List<Block> other = blocks.chain(2);
        log.commit(Batch.sealing(other, 0));
        log.commit(Batch.sealing(one, 0));

        assertEquals(one, log.read(one.get(0).feed(), 1, ALL));
        assertEquals(one.subList(254, 258), log.read(one.get(0).feed(), 255, 4));
        assertEquals(other, log.read(other.get(0).feed(), 1, ALL));
        assertEquals(List.of(), log.read(one.get(0).feed(), 301, 4));
        assertEquals(List.of(), log.read(one.get(0).feed(), 1, 0));
        assertEquals(List.of(), log.read(blocks.feed(), 1, 4));
    }

    @Test
    void readsAllBranchesByNumberThenArrival() {
        EventLog log = create();
        Block root = blocks.first(blocks.feed());
        List<Block> twos = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            twos.add(blocks.after(root));
        }
        Block three = blocks.after(twos.get(3));
        log.commit(Batch.sealing(List.of(root, twos.get(0), twos.get(3), three), 0));
        log.commit(Batch.sealing(List.of(twos.get(1), twos.get(5), twos.get(4), twos.get(2)), 0));

        List<Block> expected = List.of(root, twos.get(0), twos.get(3), twos.get(1), twos.get(5),
            twos.get(4), twos.get(2), three);

        assertEquals(expected, log.read(root.feed(), 1, ALL));
        assertEquals(expected.subList(1, 4), log.read(root.feed(), 2, 3));
        assertEquals(expected, reopen(log).read(root.feed(), 1, ALL));
    }

    @Test
    void admitsSeveralFirstBlocksOfOneFeed() {
        EventLog log = create();
        FeedId feed = blocks.feed();
        Block one = blocks.first(feed);
        Block other = blocks.first(feed);

        log.commit(Batch.sealing(List.of(one, other), 0));

        assertEquals(List.of(one, other), log.read(feed, 1, ALL));
        assertEquals(tips(one, other), Set.copyOf(log.frontier().tips().get(feed)));
    }

    @Test
    void theFrontierIsTheBlocksThatNoneFollows() {
        EventLog log = create();
        List<Block> plain = blocks.chain(3);
        List<Block> forked = new ArrayList<>(blocks.chain(2));
        forked.add(blocks.after(forked.get(0)));
        forked.add(blocks.after(forked.get(2)));
        log.commit(Batch.sealing(plain, 0));
        log.commit(Batch.sealing(forked.subList(0, 3), 0));
        log.commit(Batch.sealing(forked.subList(3, 4), 0));

        Frontier frontier = log.frontier();

        assertEquals(Set.of(plain.get(0).feed(), forked.get(0).feed()), frontier.tips().keySet());
        assertEquals(tips(plain.get(2)), Set.copyOf(frontier.tips().get(plain.get(0).feed())));
        assertEquals(tips(forked.get(1), forked.get(3)),
            Set.copyOf(frontier.tips().get(forked.get(0).feed())));
        assertEquals(frontier, reopen(log).frontier());
    }

    @Test
    void refusesABlockThatIsHeldOrStandsTwiceInTheBatch() {
        List<Block> chain = blocks.chain(2);

        assertRefused(Batch.sealing(chain, 0), Batch.sealing(List.of(chain.get(1)), 0));
        assertRefused(Batch.sealing(chain, 0), Batch.sealing(List.of(chain.get(0)), 0));
        assertRefused(Batch.sealing(chain.subList(0, 1), 0),
            Batch.sealing(List.of(chain.get(1), chain.get(1)), 0));
    }

    @Test
    void refusesABlockWhosePreviousIsNotHeld() {
        List<Block> chain = blocks.chain(4);

        assertRefused(Batch.sealing(chain.subList(0, 1), 0),
            Batch.sealing(List.of(chain.get(2)), 0));
        assertRefused(Batch.sealing(chain.subList(0, 2), 0),
            Batch.sealing(List.of(chain.get(3), chain.get(2)), 0));
    }

    @Test
    void refusesABlockWhosePreviousStandsElsewhere() {
        List<Block> chain = blocks.chain(3);
        Block last = chain.get(2);

        assertRefused(Batch.sealing(chain, 0), Batch.sealing(List.of(new Block(
            new BlockId(blocks.noise(32)), blocks.feed(), 4, last.id(), 1,
            last.header(), last.body(), last.signature())), 0));
        assertRefused(Batch.sealing(chain, 0), Batch.sealing(List.of(new Block(
            new BlockId(blocks.noise(32)), last.feed(), 3, last.id(), 1,
            last.header(), last.body(), last.signature())), 0));
    }

    @Test
    void refusesToSealMoreThanIsStaged() {
        Batch two = Batch.staging(List.of(blocks.staged("a"), blocks.staged("b")));

        assertRefused(two, Batch.sealing(blocks.chain(1), 3));
        assertRefused(two, new Batch(List.of(blocks.staged("")), List.of(), 4, Map.of()));
    }

    @Test
    void aRefusedBatchLeavesNothingOfItsGoodParts() {
        Block held = blocks.first(blocks.feed());
        Batch before = new Batch(List.of(blocks.staged("old")), List.of(held), 0,
            Map.of("m", Bytes.of((byte) 1)));
        Batch bad = new Batch(List.of(blocks.staged("new")), List.of(blocks.after(held), held), 1,
            Map.of("m", Bytes.of((byte) 2), "n", Bytes.EMPTY));

        assertRefused(before, bad);
    }

    @Test
    void keepsStagedEventsInOrderUntilSealed() {
        EventLog log = create();
        List<Staged> staged = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            staged.add(blocks.staged(""));
        }
        log.commit(Batch.staging(staged.subList(0, 3)));
        log.commit(Batch.staging(staged.subList(3, 5)));
        assertEquals(staged, log.staged());

        log.commit(Batch.sealing(blocks.chain(1), 2));
        assertEquals(staged.subList(2, 5), log.staged());

        log = reopen(log);
        assertEquals(staged.subList(2, 5), log.staged());

        log.commit(new Batch(List.of(staged.get(0)), List.of(), 3, Map.of()));
        assertEquals(staged.subList(0, 1), log.staged());
    }

    @Test
    void sealsWhatTheSameBatchStaged() {
        EventLog log = create();
        Staged event = blocks.staged("at once");

        log.commit(new Batch(List.of(event), blocks.chain(1), 1, Map.of()));

        assertEquals(List.of(), log.staged());
        assertEquals(Optional.of(event.name()), log.tokened("at once"));
    }

    @Test
    void remembersATokenAlsoOnceItsEventIsSealed() {
        EventLog log = create();
        Staged plain = blocks.staged("");
        Staged named = blocks.staged("früh-1");
        log.commit(Batch.staging(List.of(plain, named)));
        assertEquals(Optional.of(named.name()), log.tokened("früh-1"));

        log.commit(Batch.sealing(blocks.chain(1), 2));
        assertEquals(Optional.of(named.name()), log.tokened("früh-1"));

        log = reopen(log);
        assertEquals(Optional.of(named.name()), log.tokened("früh-1"));
        assertEquals(Optional.empty(), log.tokened(""));
        assertEquals(Optional.empty(), log.tokened("früh"));
    }

    @Test
    void aTokenKeepsTheNameThatItWasGivenFirst() {
        EventLog log = create();
        Staged first = blocks.staged("t");

        log.commit(Batch.staging(List.of(first, blocks.staged("t"))));
        log.commit(Batch.staging(List.of(blocks.staged("t"))));

        assertEquals(Optional.of(first.name()), log.tokened("t"));
    }

    @Test
    void marksReplaceThoseOfTheSameName() {
        EventLog log = create();
        log.commit(new Batch(List.of(), List.of(), 0,
            Map.of("a", Bytes.of((byte) 1), "b", Bytes.EMPTY)));
        log.commit(new Batch(List.of(), List.of(), 0, Map.of("a", blocks.noise(5_000))));
        log.commit(new Batch(List.of(), List.of(), 0, Map.of("a", Bytes.of((byte) 2))));

        Map<String, Bytes> expected = Map.of("a", Bytes.of((byte) 2), "b", Bytes.EMPTY);

        assertEquals(expected, log.marks());
        assertEquals(expected, reopen(log).marks());
    }

    @Test
    void whatItAnswersIsNotChangedByWhatFollows() {
        EventLog log = create();
        log.commit(new Batch(List.of(blocks.staged("")), blocks.chain(1), 0,
            Map.of("m", Bytes.EMPTY)));
        Contents before = Contents.of(log);
        Contents same = Contents.of(log);

        log.commit(new Batch(List.of(blocks.staged("")), blocks.chain(1), 2,
            Map.of("m", Bytes.of((byte) 1))));

        assertEquals(same, before);
        assertNotEquals(before, Contents.of(log));
    }

    @Test
    void anEmptyBatchChangesNothing() {
        EventLog log = create();
        log.commit(Batch.sealing(blocks.chain(2), 0));
        Contents before = Contents.of(log);

        log.commit(Batch.staging(List.of()));

        assertEquals(before, Contents.of(log));
    }

    @Test
    void takesABatchOfManyLargeBlocks() {
        EventLog log = create();
        List<Block> chain = new ArrayList<>(blocks.chain(1));
        for (int i = 1; i < 400; i++) {
            Block last = chain.get(i - 1);
            chain.add(new Block(new BlockId(blocks.noise(32)), last.feed(), i + 1, last.id(), 512,
                blocks.noise(2_000), blocks.noise(10_000), blocks.noise(64)));
        }

        log.commit(Batch.sealing(chain, 0));

        assertEquals(chain, reopen(log).read(chain.get(0).feed(), 1, ALL));
    }

    @Test
    void doesWhatTheLogInMemoryDoes() {
        for (long seed = 0; seed < 6; seed++) {
            compareWithMemory(seed);
        }
    }

    private void compareWithMemory(long seed) {
        EventLog log = create();
        MemoryEventLog model = new MemoryEventLog(log.id());
        Batches batches = new Batches(seed);
        Random random = new Random(seed);
        Set<String> tokens = new HashSet<>();
        for (int turn = 0; turn < 40; turn++) {
            String where = "seed " + seed + ", turn " + turn;
            if (random.nextInt(5) == 0) {
                Batch bad = batches.bad(model);
                assertThrows(IllegalArgumentException.class, () -> model.commit(bad), where);
                EventLog victim = log;
                assertThrows(IllegalArgumentException.class, () -> victim.commit(bad), where);
            }
            Batch batch = batches.next(model);
            batch.stage().forEach(event -> tokens.add(event.token()));
            model.commit(batch);
            log.commit(batch);
            if (random.nextInt(8) == 0) {
                log = reopen(log);
            }
            assertEquals(Contents.of(model), Contents.of(log), where);
            assertEquals(Contents.tokened(model, tokens), Contents.tokened(log, tokens), where);
            assertTipsAreWhatNoneFollows(log, where);
        }
    }

    private static void assertTipsAreWhatNoneFollows(EventLog log, String where) {
        List<Block> all = log.arrived(0, ALL);
        Set<BlockId> followed = all.stream().map(Block::previous).collect(Collectors.toSet());
        Set<BlockId> ends = all.stream().map(Block::id).filter(id -> !followed.contains(id))
            .collect(Collectors.toSet());
        assertEquals(ends, log.frontier().tips().values().stream().flatMap(List::stream)
            .map(Frontier.Tip::id).collect(Collectors.toSet()), where);
    }

    /** A log that holds {@code before} refuses {@code bad}, and neither then nor later shows it. */
    private void assertRefused(Batch before, Batch bad) {
        EventLog log = create();
        log.commit(before);
        Contents held = Contents.of(log);
        List<String> tokens = bad.stage().stream().map(Staged::token).toList();

        assertThrows(IllegalArgumentException.class, () -> log.commit(bad));

        assertEquals(held, Contents.of(log));
        assertTrue(Contents.tokened(log, tokens).values().stream().allMatch(Optional::isEmpty));
        log.commit(Batch.sealing(blocks.chain(1), 0));
        EventLog again = reopen(log);
        assertEquals(held.staged(), again.staged());
        assertEquals(held.marks(), again.marks());
        assertEquals(held.arrived().size() + 1, again.blocks());
    }

    private static Set<Frontier.Tip> tips(Block... blocks) {
        return Set.of(blocks).stream().map(block -> new Frontier.Tip(block.number(), block.id()))
            .collect(Collectors.toSet());
    }
}
