// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Blocks;
import org.cairnmesh.testkit.log.Contents;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is encrypted where it stands. */
class EncryptedDiskTest {
    private static final String SECRET = "an easily found word in the file";

    @TempDir
    private Path home;
    private Path file;
    private Contents content;

    @BeforeEach
    void write() {
        file = home.resolve("log.mv");
        try (OneLog log = open("right")) {
            log.commit(new Batch(List.of(), new Blocks(1).chain(5), 0,
                Map.of("mark", Bytes.of(SECRET.getBytes(StandardCharsets.US_ASCII)))));
            content = Contents.of(log);
        }
    }

    private OneLog open(String secret) {
        return new OneLog(disk(secret), file, new Random(1), 1 << 20);
    }

    private static Disk disk(String secret) {
        return new EncryptedDisk(Disk.REAL, secret.toCharArray(), 10, new Random(2));
    }

    @Test
    void theRightKeyOpensIt() throws IOException {
        try (OneLog log = open("right")) {
            assertEquals(content, Contents.of(log));
        }
        assertTrue(EncryptedDisk.isEncrypted(Disk.REAL, file));
    }

    @Test
    void nothingOfItCanBeRead() throws IOException {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);

        assertFalse(bytes.contains(SECRET));
        assertFalse(bytes.contains("chunk:"), "the layout of H2 is in clear");
        assertFalse(bytes.contains(
            new String(Bytes.ofLong(Table.MAGIC).slice(4, 4).toArray(),
                StandardCharsets.ISO_8859_1)), "rows are in clear");
    }

    @Test
    void aWrongKeyIsNamedAndChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(file);

        EventLogException e = assertThrows(EventLogException.class, () -> open("wrong"));

        assertEquals("the key of the store is not the one that " + file
            + " was made with; nothing was changed", e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        try (var names = Files.list(home)) {
            assertEquals(List.of(file), names.toList());
        }
    }

    @Test
    void aFileInClearIsNamed() throws IOException {
        Files.delete(file);
        new OneLog(Disk.REAL, file, new Random(1), 1 << 20).close();
        byte[] before = Files.readAllBytes(file);

        EventLogException e = assertThrows(EventLogException.class, () -> open("right"));

        assertTrue(e.getMessage().startsWith(file + " is not encrypted"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
        assertFalse(EncryptedDisk.isEncrypted(Disk.REAL, file));
    }

    @Test
    void anEmptyKeyIsRefused() {
        assertThrows(EventLogException.class, () -> disk(""));
    }

    @Test
    void sevenOfTheEightSectorsOfThePreambleMayRot() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, 7 * 512, (byte) 1);
        Files.write(file, bytes);

        try (OneLog log = open("right")) {
            assertEquals(content, Contents.of(log));
        }
    }

    @Test
    void whatIsWholeOfADamagedFileIsSalvaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, EncryptedDisk.PREAMBLE_BYTES, 3 * 4_096, (byte) 7);
        Files.write(file, bytes);

        try (OneLog log = open("right")) {
            assertEquals(content.arrived(), Contents.of(log).arrived());
            assertEquals(content.marks(), log.marks());
        }
        assertTrue(EncryptedDisk.isEncrypted(Disk.REAL, file));
    }

    @Test
    void noTwoFilesHaveTheSameBytes() throws IOException {
        byte[] one = Files.readAllBytes(file);
        Files.delete(file);
        Disk disk = disk("right");
        disk.open(home.resolve("first")).close();
        new OneLog(disk, file, new Random(1), 1 << 20).close();
        byte[] two = Files.readAllBytes(file);

        assertFalse(Arrays.equals(one, 4_096, 4_608, two, 4_096, 4_608));
    }
}
