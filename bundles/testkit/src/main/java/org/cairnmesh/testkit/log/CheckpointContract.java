// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.junit.jupiter.api.Test;

/** What every provider of {@link Checkpoint} keeps, while nothing is wrong with its medium. */
public abstract class CheckpointContract {
    private static final Bytes KEY = Bytes.of((byte) 7);

    /** A new, empty log. */
    protected abstract EventLog create();

    /** What a box finds after a restart: the log, closed and opened again. */
    protected abstract EventLog reopen(EventLog log);

    @Test
    void aNewOneIsEmpty() {
        Checkpoint checkpoint = create().checkpoint();

        assertEquals(Optional.empty(), checkpoint.get("t", KEY));
        assertEquals(List.of(), entries(checkpoint, "t"));
    }

    @Test
    void keepsWhatWasCommittedAndNothingElse() {
        EventLog log = create();
        Checkpoint checkpoint = log.checkpoint();
        checkpoint.put("t", KEY, Bytes.ofLong(1));
        checkpoint.put("other", KEY, Bytes.ofLong(2));
        checkpoint.put("t", Bytes.EMPTY, Bytes.EMPTY);
        assertTrue(checkpoint.commit());
        checkpoint.put("t", KEY, Bytes.ofLong(3));
        assertEquals(Optional.of(Bytes.ofLong(3)), checkpoint.get("t", KEY));

        Checkpoint again = reopen(log).checkpoint();

        assertEquals(List.of(Map.entry(Bytes.EMPTY, Bytes.EMPTY),
            Map.entry(KEY, Bytes.ofLong(1))), entries(again, "t"));
        assertEquals(Optional.of(Bytes.ofLong(2)), again.get("other", KEY));
    }

    @Test
    void removesAnEntryAndATable() {
        EventLog log = create();
        Checkpoint checkpoint = log.checkpoint();
        for (String table : List.of("a", "b")) {
            checkpoint.put(table, KEY, Bytes.ofLong(1));
            checkpoint.put(table, Bytes.ofLong(9), Bytes.ofLong(2));
        }
        assertTrue(checkpoint.commit());

        checkpoint.remove("a", KEY);
        checkpoint.remove("a", Bytes.ofLong(1_000));
        checkpoint.clear("b");
        checkpoint.clear("never");
        assertTrue(checkpoint.commit());

        Checkpoint again = reopen(log).checkpoint();
        assertEquals(List.of(Map.entry(Bytes.ofLong(9), Bytes.ofLong(2))), entries(again, "a"));
        assertEquals(List.of(), entries(again, "b"));
    }

    @Test
    void isNoPartOfTheLog() {
        EventLog log = create();
        Contents before = Contents.of(log);

        log.checkpoint().put("t", KEY, KEY);
        log.checkpoint().commit();

        assertEquals(before, Contents.of(log));
    }

    @Test
    void doesWhatASortedMapDoes() {
        for (long seed = 0; seed < 5; seed++) {
            EventLog log = create();
            Random random = new Random(seed);
            Blocks noise = new Blocks(seed);
            TreeMap<Bytes, Bytes> model = new TreeMap<>();
            for (int turn = 0; turn < 20; turn++) {
                Checkpoint checkpoint = log.checkpoint();
                for (int i = 0; i < 40; i++) {
                    Bytes key = Bytes.ofLong(random.nextInt(200)).slice(6, 1 + random.nextInt(2));
                    if (random.nextInt(4) == 0) {
                        checkpoint.remove("t", key);
                        model.remove(key);
                    } else {
                        Bytes value = noise.noise(random.nextInt(3_000));
                        checkpoint.put("t", key, value);
                        model.put(key, value);
                    }
                }
                assertTrue(checkpoint.commit());
                log = random.nextInt(4) == 0 ? reopen(log) : log;
                assertEquals(List.copyOf(model.entrySet()), entries(log.checkpoint(), "t"),
                    "seed " + seed + ", turn " + turn);
            }
        }
    }

    /** All entries of a table. */
    protected static List<Map.Entry<Bytes, Bytes>> entries(Checkpoint checkpoint, String table) {
        List<Map.Entry<Bytes, Bytes>> entries = new ArrayList<>();
        assertTrue(checkpoint.read(table, (key, value) -> entries.add(Map.entry(key, value))));
        return entries;
    }
}
