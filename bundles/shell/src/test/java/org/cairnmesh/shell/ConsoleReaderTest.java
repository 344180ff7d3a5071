// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console over a named pipe, which is a file that blocks, as a terminal is. */
@Timeout(60)
class ConsoleReaderTest {
    @TempDir
    Path directory;

    private Shells shells;
    private FileChannel written;
    private FileChannel read;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws Exception {
        shells = new Shells(directory);
        Path fifo = directory.resolve("stdin");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        // Open for both, so that opening does not wait for the other end.
        written = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
        read = FileChannel.open(fifo, StandardOpenOption.READ);
        Function stop = (session, arguments) -> told.add("stop " + arguments) ? null : this;
        shells.processor.addCommand("felix", new CommandProxy(stop, "stop"), "stop");
        Function tell = (session, arguments) -> told.add("tell " + arguments) ? null : this;
        shells.processor.addCommand("felix", new CommandProxy(tell, "tell"), "tell");
    }

    @AfterEach
    void close() throws IOException {
        shells.close();
        written.close();
    }

    private ConsoleReader console(boolean terminal) {
        return new ConsoleReader(shells.processor, read, out, out,
            new Client("dora", directory, 80, terminal, () -> false), "base");
    }

    private void type(String text) throws IOException {
        written.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String next() throws InterruptedException {
        return String.valueOf(told.poll(30, TimeUnit.SECONDS));
    }

    @Test
    void runsLinesAndStopsTheBoxAtQuit() throws Exception {
        try (ConsoleReader console = console(false)) {
            type("create R-1 well a=0700\ntell\nquit\n");

            assertEquals("tell []", next());
            assertEquals("stop [0]", next());
        }
        assertEquals("dora", shells.node.accepted().get(0).by());
        assertEquals("R-1\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theEndOfAFileLeavesTheBoxRunning() throws Exception {
        try (ConsoleReader console = console(false)) {
            type("tell x");
            written.close();

            assertEquals("tell [x]", next());
        }
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void theEndOfInputOnATerminalStopsTheBox() throws Exception {
        try (ConsoleReader console = console(true)) {
            written.close();

            assertEquals("stop [0]", next());
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("base> "));
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        ConsoleReader console = console(true);
        type("tell\n");
        assertEquals("tell []", next());

        console.close();

        assertEquals(List.of(), List.copyOf(told));
        assertTrue(Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("cairn-console")));
    }
}
