// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.testkit.log.Blocks;
import org.cairnmesh.testkit.log.CheckpointContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvCheckpointTest extends CheckpointContract {
    private static final Bytes KEY = Bytes.ofLong(1);

    @TempDir
    private Path home;
    private int logs;
    private Optional<OneLog> opened = Optional.empty();

    @Override
    protected EventLog create() {
        logs++;
        return open();
    }

    @Override
    protected EventLog reopen(EventLog log) {
        return open();
    }

    private EventLog open() {
        close();
        OneLog log = new OneLog(Disk.REAL, home.resolve("" + logs).resolve("log.mv"),
            new Random(logs), 100_000);
        opened = Optional.of(log);
        return log;
    }

    private Path file() {
        return home.resolve("" + logs).resolve(MvEventLogs.CHECKPOINT);
    }

    @AfterEach
    void close() {
        opened.ifPresent(OneLog::close);
    }

    @Test
    void aDeletedOneIsEmptyAndGoesOn() throws IOException {
        EventLog log = create();
        log.checkpoint().put("t", KEY, KEY);
        assertTrue(log.checkpoint().commit());
        close();
        Files.delete(file());

        Checkpoint again = open().checkpoint();

        assertEquals(Optional.empty(), again.get("t", KEY));
        again.put("t", KEY, KEY);
        assertTrue(again.commit());
    }

    @Test
    void aDamagedByteIsNeverAnswered() throws IOException {
        EventLog log = create();
        Blocks noise = new Blocks(3);
        Set<Map.Entry<Bytes, Bytes>> put = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            Bytes value = noise.noise(500);
            log.checkpoint().put("t", Bytes.ofLong(i), value);
            put.add(Map.entry(Bytes.ofLong(i), value));
        }
        assertTrue(log.checkpoint().commit());
        close();
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(3);
        int lost = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), damaged);
            Checkpoint checkpoint = open().checkpoint();
            Set<Map.Entry<Bytes, Bytes>> read = new HashSet<>();

            boolean good = checkpoint.read("t", (key, value) -> read.add(Map.entry(key, value)));

            assertTrue(put.containsAll(read), "round " + round);
            assertFalse(good && read.size() != put.size() && !read.isEmpty(), "round " + round);
            lost += good ? 0 : 1;
            close();
        }
        assertTrue(lost > 20, "damage was met only " + lost + " times");
    }

    @Test
    void aFileThatIsNoneIsMadeAnew() throws IOException {
        EventLog log = create();
        Files.write(file(), new byte[10_000]);

        assertEquals(Optional.empty(), log.checkpoint().get("t", KEY));
        log.checkpoint().put("t", KEY, KEY);
        assertTrue(log.checkpoint().commit());

        assertEquals(Optional.of(KEY), open().checkpoint().get("t", KEY));
    }

    @Test
    void aMediumThatCannotBeWrittenCostsNothingButTheCheckpoint() throws IOException {
        EventLog log = create();
        Files.createDirectories(file().resolve("in the way"));

        log.checkpoint().put("t", KEY, KEY);

        assertFalse(log.checkpoint().commit());
        assertEquals(Optional.empty(), log.checkpoint().get("t", KEY));
        assertEquals(0, log.blocks());
    }

    @Test
    void usesItsSpaceAgain() throws IOException {
        Checkpoint checkpoint = create().checkpoint();
        Blocks noise = new Blocks(4);
        for (int round = 0; round < 40; round++) {
            for (int i = 0; i < 100; i++) {
                checkpoint.put("t", Bytes.ofLong(i), noise.noise(3_000));
            }
            assertTrue(checkpoint.commit());
        }

        assertTrue(Files.size(file()) < 3_000_000, "bytes: " + Files.size(file()));
    }
}
