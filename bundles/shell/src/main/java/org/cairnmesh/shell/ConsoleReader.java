// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.felix.service.command.CommandProcessor;

/**
 * Runs the lines that come from the standard input of a box; its one thread waits for them. At the
 * end of the input it stops reading and the box goes on, unless a person sits there: then that is
 * quit.
 */
final class ConsoleReader implements Closeable {
    private static final System.Logger LOG = System.getLogger(ConsoleReader.class.getName());
    private static final long END_MILLIS = 1_000;

    private final ReadableByteChannel in;
    private final OutputStream out;
    private final Interpreter interpreter;
    private final String prompt;
    private final boolean terminal;
    private final Thread thread;
    private volatile boolean closing;

    ConsoleReader(CommandProcessor processor, ReadableByteChannel in, OutputStream out,
                  OutputStream err, Client client, String name) {
        this.in = in;
        this.out = out;
        this.terminal = client.interactive();
        this.prompt = name + "> ";
        this.interpreter = new Interpreter(processor, out, err, client);
        this.thread = new Thread(this::read, "cairn-console");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Reads what the process was started with. */
    static ConsoleReader standard(CommandProcessor processor, String name) {
        // Gogo has replaced System.out by a stream that a session must not write to.
        Client client = new Client(System.getProperty("user.name", ""),
            Path.of("").toAbsolutePath(), columns(), terminal(), () -> false);
        return new ConsoleReader(processor, standardInput(),
            new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err),
            client, name);
    }

    /** A channel of its own can be closed under a thread that reads, and leaves System.in alone. */
    private static ReadableByteChannel standardInput() {
        try {
            return FileChannel.open(Path.of("/dev/stdin"), StandardOpenOption.READ);
        } catch (IOException e) {
            return Channels.newChannel(new FileInputStream(FileDescriptor.in));
        }
    }

    private static int columns() {
        String columns = String.valueOf(System.getenv("COLUMNS"));
        return columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 80;
    }

    /** From JDK 22 on there may be a console without a terminal; it then says so. */
    private static boolean terminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (Boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private void read() {
        // Channels.newReader would wait for a whole buffer: it takes a file to be always ready.
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            Channels.newInputStream(in), StandardCharsets.UTF_8))) {
            boolean over = false;
            while (!closing && !over) {
                if (terminal) {
                    out.write(prompt.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                String line = lines.readLine();
                if (line == null) {
                    over = terminal;
                    break;
                }
                interpreter.line(line);
                over = interpreter.over();
            }
            if (over && !closing) {
                interpreter.line("felix:stop 0");
            }
        } catch (IOException e) {
            if (!closing) {
                LOG.log(System.Logger.Level.WARNING, "The console reads no more commands: " + e);
            }
        } finally {
            interpreter.close();
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        in.close();
        if (!interpreter.runsHere()) {
            try {
                thread.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
