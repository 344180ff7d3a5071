// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

@Timeout(60)
class ConsoleReaderTest {
    @TempDir
    Path directory;

    private Shells shells;
    private Pipe pipe;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @BeforeEach
    void open() throws IOException {
        shells = new Shells(directory);
        pipe = Pipe.open();
        Function stop = (session, arguments) -> told.add("stop " + arguments) ? null : this;
        shells.processor.addCommand("felix", new CommandProxy(stop, "stop"), "stop");
        Function tell = (session, arguments) -> told.add("tell " + arguments) ? null : this;
        shells.processor.addCommand("felix", new CommandProxy(tell, "tell"), "tell");
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private ConsoleReader console(boolean terminal) {
        return new ConsoleReader(shells.processor, pipe.source(), out, out,
            new Client("dora", directory, 80, terminal, () -> false), "base");
    }

    private void type(String text) throws IOException {
        pipe.sink().write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
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
            pipe.sink().close();

            assertEquals("tell [x]", next());
        }
        assertEquals(List.of(), List.copyOf(told));
    }

    @Test
    void theEndOfInputOnATerminalStopsTheBox() throws Exception {
        try (ConsoleReader console = console(true)) {
            pipe.sink().close();

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
