// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Blocks;
import org.cairnmesh.testkit.log.Contents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process whose files the kernel does not let grow, and a file that may not be written. */
class FullDiskTest {
    private static final int BLOCKS_OF_SHELL = 600;

    @TempDir
    private Path home;

    /** Commits until that fails, and says what it was told and whether it still reads the same. */
    public static void main(String[] args) {
        try (OneLog log = new OneLog(Disk.REAL, Path.of(args[0]), new Random(1), 1 << 26)) {
            Blocks blocks = new Blocks(1);
            Contents before = Contents.of(log);
            for (int i = 0; i < 1_000; i++) {
                try {
                    log.commit(Batch.sealing(blocks.chain(5), 0));
                    before = Contents.of(log);
                } catch (EventLogException e) {
                    System.out.println(e.getMessage());
                    System.out.println(before.equals(Contents.of(log)) + " " + log.blocks());
                    return;
                }
            }
        }
    }

    @Test
    void aFileThatMayNotGrowIsNamedAndReadOn() throws IOException, InterruptedException {
        Path file = home.resolve("log.mv");
        Process process = new ProcessBuilder("sh", "-c", "ulimit -f " + BLOCKS_OF_SHELL
            + "; exec \"$@\"", "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path"),
            FullDiskTest.class.getName(), file.toString())
            .redirectErrorStream(true).start();
        String said =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        List<String> lines = said.lines().toList();
        assertEquals("cannot write " + file + ": the file may not grow (File too large); raise the "
            + "limit of the process or of the file system", lines.get(0), said);
        assertTrue(lines.get(1).startsWith("true "), said);
        try (OneLog log = new OneLog(Disk.REAL, file, new Random(1), 1 << 26)) {
            assertEquals(Integer.parseInt(lines.get(1).substring(5)), log.blocks());
            log.commit(Batch.sealing(new Blocks(2).chain(3), 0));
        }
    }

    /** As root every file can be written, so the disk says no in its place. */
    @Test
    void aFileThatMayNotBeWrittenIsRead() throws IOException {
        Path file = home.resolve("log.mv");
        Contents before;
        try (OneLog log = new OneLog(Disk.REAL, file, new Random(1), 1 << 26)) {
            log.commit(Batch.sealing(new Blocks(1).chain(5), 0));
            before = Contents.of(log);
        }
        byte[] bytes = Files.readAllBytes(file);
        ReadOnlyDisk disk = new ReadOnlyDisk();
        try (OneLog log = new OneLog(disk, file, new Random(1), 1 << 26)) {
            assertEquals(before, Contents.of(log));
            for (int i = 0; i < 2; i++) {
                EventLogException e = assertThrows(
                    EventLogException.class,
                    () -> log.commit(Batch.sealing(new Blocks(3).chain(1), 0)));
                assertTrue(e.getMessage().contains("the disk is read-only"), e.getMessage());
                assertEquals(before, Contents.of(log));
            }
            assertEquals(bytes.length, Files.size(file));

            disk.readOnly = false;
            EventLogException first = assertThrows(
                EventLogException.class,
                () -> log.commit(Batch.sealing(new Blocks(4).chain(1), 0)));
            assertTrue(first.getMessage().contains("read-only"));
            log.commit(Batch.sealing(new Blocks(4).chain(1), 0));
            assertEquals(6, log.blocks());
        }
    }

    /** A file system that was mounted to be read. */
    private static final class ReadOnlyDisk implements Disk {
        private boolean readOnly = true;

        private void check(Path file) throws IOException {
            if (readOnly) {
                throw new FileSystemException(file.toString(), null,
                    "Read-only file system");
            }
        }

        @Override
        public boolean exists(Path file) {
            return REAL.exists(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            check(file);
            return REAL.open(file);
        }

        @Override
        public FileChannel openToRead(Path file) throws IOException {
            return REAL.openToRead(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            check(from);
            REAL.move(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            check(file);
            REAL.delete(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
            REAL.sync(directory);
        }
    }
}
