// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
    @TempDir
    Path directory;

    @Test
    void movesOnWhenAFileIsFullAndKeepsTheNewestFiles() throws IOException {
        Path log = directory.resolve("cairn.log");

        try (OutputStream out = new LogFile(log, 4, 3)) {
            for (String record : List.of("aaaa", "bb", "bb", "cccccc", "d")) {
                out.write(record.getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }

        assertEquals(List.of("d", "cccccc", "bbbb"), List.of(Files.readString(log),
            Files.readString(directory.resolve("cairn.log.1")),
            Files.readString(directory.resolve("cairn.log.2"))));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void goesOnInTheFileOfTheRunBefore() throws IOException {
        Path log = Files.writeString(directory.resolve("cairn.log"), "abc");

        try (OutputStream out = new LogFile(log, 4, 3)) {
            out.write('d');
            out.flush();
        }

        assertEquals("abcd", Files.readString(directory.resolve("cairn.log.1")));
        assertEquals("", Files.readString(log));
    }

    @Test
    void writesARecordOnOneLineWithItsCauses() {
        LogRecord entry = entry("disk\nfull \u001b[31m");
        entry.setThrown(new IllegalStateException("a", new IOException("b")));

        String line = new LogLine(false).format(entry);

        assertEquals("2026-03-04T05:06:07.890Z WARNING store: disk full ?[31m"
            + " <- java.lang.IllegalStateException: a <- java.io.IOException: b"
            + System.lineSeparator(), line);
    }

    @Test
    void addsTheTraceForTheFile() {
        LogRecord entry = entry("disk full");
        entry.setThrown(new IOException("b"));

        String text = new LogLine(true).format(entry);

        assertTrue(text.contains("\tat " + LogsTest.class.getName()), text);
    }

    private static LogRecord entry(String message) {
        LogRecord entry = new LogRecord(Level.WARNING, message);
        entry.setLoggerName("org.cairnmesh.store");
        entry.setInstant(Instant.parse("2026-03-04T05:06:07.890123Z"));
        return entry;
    }
}
