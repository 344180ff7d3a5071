// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogs;
import org.junit.jupiter.api.Test;

/** What every provider of {@link EventLogs} keeps, beside what each of its logs does. */
public abstract class EventLogsContract {
    private static final SpaceId X = space(1);
    private static final SpaceId Y = space(2);

    private final Blocks blocks = new Blocks(11);

    /** A new store without anything in it. */
    protected abstract EventLogs create();

    /** What a box finds after a restart: the store, closed and opened again. */
    protected abstract EventLogs reopen(EventLogs logs);

    private static SpaceId space(int number) {
        byte[] id = new byte[SpaceId.SIZE];
        id[SpaceId.SIZE - 1] = (byte) number;
        return new SpaceId(Bytes.of(id));
    }

    @Test
    void aNewStoreHoldsNothing() {
        EventLogs logs = create();

        assertEquals(Set.of(), logs.spaces());
        assertEquals(Map.of(), logs.marks());
        assertEquals(0, logs.of(X).blocks());
        assertEquals(Set.of(), reopen(logs).spaces(), "to look is not to hold");
    }

    @Test
    void eachLogHasAnIdOfItsOwnThatStays() {
        EventLogs logs = create();
        Bytes x = logs.of(X).id();
        logs.of(X).commit(Batch.sealing(blocks.chain(1), 0));

        assertNotEquals(x, logs.of(Y).id());
        assertEquals(x, reopen(logs).of(X).id());
        assertNotEquals(x, create().of(X).id());
    }

    @Test
    void whatOneSpaceHoldsNoOtherShows() {
        EventLogs logs = create();
        List<Block> chain = blocks.chain(2);
        Contents nothing = Contents.of(logs.of(Y));

        logs.of(X).commit(new Batch(List.of(blocks.staged("t")), chain, 0,
            Map.of("m", Bytes.EMPTY)));

        assertEquals(nothing, Contents.of(logs.of(Y)));
        assertEquals(nothing, Contents.of(reopen(logs).of(Y)));
    }

    @Test
    void theSameBlockMayStandInTwoSpacesAndEachFollowsItsOwn() {
        EventLogs logs = create();
        List<Block> chain = blocks.chain(2);
        logs.of(X).commit(Batch.sealing(chain.subList(0, 1), 0));

        assertThrows(IllegalArgumentException.class,
            () -> logs.of(Y).commit(Batch.sealing(chain.subList(1, 2), 0)));
        logs.of(Y).commit(Batch.sealing(chain, 0));

        assertEquals(1, logs.of(X).blocks());
        assertEquals(2, logs.of(Y).blocks());
        assertEquals(Set.of(X, Y), reopen(logs).spaces());
    }

    @Test
    void marksOfTheBoxAreThoseOfNoSpace() {
        EventLogs logs = create();
        logs.of(X).commit(new Batch(List.of(), List.of(), 0, Map.of("m", Bytes.ofLong(1))));

        logs.mark(Map.of("m", Bytes.ofLong(2), "n", Bytes.EMPTY));
        logs.mark(Map.of("n", Bytes.ofLong(3)));

        assertEquals(Map.of("m", Bytes.ofLong(2), "n", Bytes.ofLong(3)), logs.marks());
        EventLogs again = reopen(logs);
        assertEquals(Map.of("m", Bytes.ofLong(2), "n", Bytes.ofLong(3)), again.marks());
        assertEquals(Map.of("m", Bytes.ofLong(1)), again.of(X).marks());
        assertEquals(Set.of(X), again.spaces());
    }

    @Test
    void doesWhatTheStoreInMemoryDoes() {
        for (long seed = 0; seed < 3; seed++) {
            compareWithMemory(seed);
        }
    }

    private void compareWithMemory(long seed) {
        EventLogs logs = create();
        List<SpaceId> spaces = List.of(X, Y, space(3));
        List<MemoryEventLog> models = new ArrayList<>();
        spaces.forEach(space -> models.add(new MemoryEventLog(logs.of(space).id())));
        Batches batches = new Batches(seed);
        Random random = new Random(seed);
        Set<SpaceId> used = new TreeSet<>();
        EventLogs now = logs;
        for (int turn = 0; turn < 60; turn++) {
            int which = random.nextInt(spaces.size());
            EventLog log = now.of(spaces.get(which));
            Batch batch = batches.next(models.get(which));
            models.get(which).commit(batch);
            log.commit(batch);
            used.add(spaces.get(which));
            if (random.nextInt(20) == 0) {
                now = reopen(now);
            }
            for (int i = 0; i < spaces.size(); i++) {
                assertEquals(Contents.of(models.get(i)), Contents.of(now.of(spaces.get(i))),
                    "seed " + seed + ", turn " + turn + ", space " + i);
            }
            assertEquals(used, now.spaces());
        }
    }
}
