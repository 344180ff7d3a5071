// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Blocks;
import org.cairnmesh.testkit.log.Contents;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the file of the log goes through besides losses of power. */
class LogFileTest {
    private static final Path MEMORY = Path.of("log.mv");

    @TempDir
    private Path home;
    private final Blocks blocks = new Blocks(1);

    @Test
    void aFullDiskRefusesTheCommitAndTheLogGoesOn() {
        ForgetfulDisk disk = new ForgetfulDisk(1);
        try (OneLog log = open(disk, MEMORY)) {
            log.commit(Batch.sealing(blocks.chain(3), 0));
            Contents before = Contents.of(log);
            Batch batch = new Batch(List.of(blocks.staged("t")), blocks.chain(50), 0, Map.of());

            disk.fillUpAt(disk.bytes() + 10_000);
            for (int i = 0; i < 3; i++) {
                EventLogException full = assertThrows(EventLogException.class,
                    () -> log.commit(batch));
                assertEquals("cannot write log.mv: the disk is full (No space left on device); "
                    + "make room on it, it is tried again", full.getMessage());
                assertEquals(before, Contents.of(log));
                assertTrue(log.tokened("t").isEmpty());
            }

            disk.fillUpAt(Long.MAX_VALUE);
            log.commit(batch);
            assertEquals(53, log.blocks());
            assertEquals(batch.stage(), log.staged());
        }
        disk.reboot();
        try (OneLog log = open(disk, MEMORY)) {
            assertEquals(53, log.blocks());
        }
    }

    @Test
    void aDiskThatIsTooFullToPackStillTakesCommits() {
        ForgetfulDisk disk = new ForgetfulDisk(1);
        try (OneLog log = open(disk, MEMORY)) {
            log.commit(Batch.sealing(blocks.chain(800), 0));
            long packed = disk.bytes();
            disk.fillUpAt(packed + 200_000);
            for (int i = 0; i < 15; i++) {
                log.commit(Batch.staging(List.of(blocks.staged(""))));
            }

            assertTrue(disk.bytes() > packed + 60_000, "there was nothing to pack");
            assertEquals(15, log.staged().size());
        }
        disk.reboot();
        try (OneLog log = open(disk, MEMORY)) {
            assertEquals(15, log.staged().size());
            assertEquals(800, log.blocks());
        }
    }

    @Test
    void staysSmallOverManySmallCommits() {
        ForgetfulDisk disk = new ForgetfulDisk(1);
        long most = 0;
        try (OneLog log = open(disk, MEMORY)) {
            for (int i = 0; i < 800; i++) {
                log.commit(Batch.staging(List.of(blocks.staged("token-" + i))));
                if (i % 10 == 9) {
                    log.commit(Batch.sealing(blocks.chain(1), 10));
                }
                most = Math.max(most, disk.bytes());
            }
            assertEquals(80, log.blocks());
            assertEquals(List.of(), log.staged());
            assertTrue(log.tokened("token-0").isPresent());
        }

        // some 80 blocks and 800 tokens are current, below 100 kB; each commit adds about 12 kB
        assertTrue(most < 600_000, "the file grew to " + most);
    }

    @Test
    void aCommitIsTwoSyncsHoweverMuchIsInIt() {
        ForgetfulDisk disk = new ForgetfulDisk(1);
        try (OneLog log = new OneLog(disk, MEMORY, new Random(1), 1 << 26)) {
            int before = disk.forces();
            log.commit(Batch.staging(List.of(blocks.staged(""))));
            assertEquals(before + 2, disk.forces());

            log.commit(new Batch(Collections.nCopies(100, blocks.staged("")),
                blocks.chain(200), 50, Map.of()));
            assertEquals(before + 4, disk.forces());
        }
    }

    @Test
    void anEmptyFileIsNoNewLog() throws IOException {
        Path file = Files.createFile(home.resolve("log.mv"));

        assertFails(file, file + " is empty: the log that was here is lost");
        assertEquals(0, Files.size(file));
    }

    @Test
    void namesAForeignFile() throws IOException {
        Path file = home.resolve("log.mv");
        for (int size : List.of(1, 4_096, 8_192, 100_000)) {
            byte[] noise = blocks.noise(size).toArray();
            Files.write(file, noise);

            assertFails(file, file + " is damaged, or is no log of Cairn: ");
            assertEquals(Bytes.of(noise), Bytes.of(Files.readAllBytes(file)));
        }
    }

    @Test
    void namesAFileOfAnotherProgramThatUsesH2() {
        Path file = home.resolve("log.mv");
        try (MVStore store = MVStore.open(file.toString())) {
            store.openMap("theirs").put("a", "b");
        }

        assertFails(file, file + " is no log of Cairn");
    }

    @Test
    void refusesAFileOfANewerFormat() {
        Path file = home.resolve("log.mv");
        open(Disk.REAL, file).close();
        LogFile raw = new LogFile(Disk.REAL, file, new Random(1), LogFile.SLACK_BYTES);
        raw.change(tables ->
            tables.facts().put("format", Bytes.ofLong(LogFile.FORMAT + 1).toArray()));
        raw.close();

        assertFails(file, file + " has format 3, this version of Cairn reads 2:");
    }

    @Test
    void saysThatTheFileIsInUse() {
        Path file = home.resolve("log.mv");
        try (OneLog log = open(Disk.REAL, file)) {
            assertFails(file, file + " is in use by this process");
            log.commit(Batch.sealing(blocks.chain(1), 0));
        }

        open(Disk.REAL, file).close();
    }

    @Test
    void saysThatItCannotBeMade() throws IOException {
        Path file = Files.createFile(home.resolve("data")).resolve("log.mv");

        assertFails(file, "cannot make " + file);
    }

    @Test
    void aClosedLogSaysSo() {
        OneLog log = open(Disk.REAL, home.resolve("log.mv"));
        log.close();
        log.close();

        assertThrows(EventLogException.class, log::frontier);
        assertThrows(EventLogException.class, () -> log.commit(Batch.sealing(blocks.chain(1), 0)));
    }

    @Test
    void eachNewLogHasItsOwnId() {
        Random random = new Random(1);
        try (OneLog one = new OneLog(Disk.REAL, home.resolve("1.mv"), random, 1 << 20);
             OneLog other = new OneLog(Disk.REAL, home.resolve("2.mv"), random, 1 << 20)) {
            assertNotEquals(one.id(), other.id());
        }
    }

    private void assertFails(Path file, String message) {
        EventLogException e = assertThrows(EventLogException.class, () -> open(Disk.REAL, file));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private static OneLog open(Disk disk, Path file) {
        return new OneLog(disk, file, new Random(1), 60_000);
    }
}
