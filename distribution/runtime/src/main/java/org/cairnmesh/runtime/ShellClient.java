// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One session with the shell of a running box, over {@code HOME/run/shell.sock}.
 *
 * <p>Not for several threads at once. Calls wait for the answer, however long the command takes; a
 * thread that is interrupted, or {@link #close} by another, ends the session and with it the
 * command. A box that goes away in the middle of an answer is an IOException.
 *
 * <p>Protocol, version 1: every message is a type byte, a length of 4 bytes (big-endian, at most
 * {@link #MESSAGE_BYTES_MAX}) and that many bytes. From client to box: {@code H} greets once with
 * version, directory, user, columns and {@code 1} or {@code 0} for interactive, separated by NUL;
 * {@code C} is a command and its arguments separated by NUL, taken as they are; {@code L} is one
 * line that the box parses. From box to client: {@code O} and {@code E} are pieces of output and
 * errors, {@code X} with the exit status ends an answer, {@code Q} ends the session.
 */
public final class ShellClient implements Closeable {
    public static final int MESSAGE_BYTES_MAX = 1 << 20;

    private static final String VERSION = "1";
    private static final String FOREIGN = "the box speaks another protocol";
    private static final String NUL = "\0";
    private static final int HEADER_BYTES = 5;
    private static final String READY = "\"ready\":true";
    private static final Pattern PROBLEM = Pattern.compile("\"problems\":\\[\"([^\"]*)\"");

    private final SocketChannel channel;
    private boolean over;

    private ShellClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Who asks, and how answers are shown to them. */
    public record Hello(Path directory, String user, int columns, boolean interactive) {
        /** What this process can say for itself. */
        public static Hello ofProcess() {
            String columns = String.valueOf(System.getenv("COLUMNS"));
            return new Hello(Path.of("").toAbsolutePath(), System.getProperty("user.name"),
                columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : 80,
                System.console() != null);
        }
    }

    /** What a command came to: its exit status, 0 for success, and what it wrote. */
    public record Answer(int status, String out, String err) { }

    /** Starts a session; fails with a message for people if no box runs in that home. */
    public static ShellClient connect(Path home, Hello hello) throws IOException {
        byte[] greeting = checked(String.join(NUL, VERSION, hello.directory().toString(),
            hello.user(), Integer.toString(hello.columns()), hello.interactive() ? "1" : "0"));
        ShellClient client = new ShellClient(open(home));
        client.send('H', greeting);
        return client;
    }

    /** Whether a box takes a connection in that home. */
    static boolean answers(Path home) {
        try (SocketChannel tried = open(home)) {
            return tried.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Why a box does not serve its log and views yet, by its status; nothing if it does. */
    static Optional<String> unready(Path home) {
        try (ShellClient client = connect(home, Hello.ofProcess())) {
            Answer answer = client.run("status", "--json");
            if (answer.status() != 0) {
                return Optional.of(answer.err().strip());
            }
            if (answer.out().contains(READY)) {
                return Optional.empty();
            }
            Matcher named = PROBLEM.matcher(answer.out());
            return Optional.of(named.find() ? named.group(1) : "its log is being read");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static SocketChannel open(Path home) throws IOException {
        Path socket = new Home(home.toAbsolutePath().normalize()).socket();
        String none = "no box is running in " + home
            + " (start one: cairn run --home " + home + ")";
        if (!Files.exists(socket)) {
            throw new ConnectException(none);
        }
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException e) {
            throw new ConnectException(none);
        } catch (IOException e) {
            throw new IOException("cannot use " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Runs a command whose arguments arrive exactly as they are. */
    public Answer run(String... command) throws IOException {
        return collect('C', joined(List.of(command)));
    }

    /** Runs a line that the box's shell parses, with its quotes and pipes. */
    public Answer line(String line) throws IOException {
        return collect('L', line);
    }

    /** As {@link #run}, with output passed on as it comes; the exit status. */
    public int run(List<String> command, OutputStream out, OutputStream err) throws IOException {
        return exchange('C', joined(command), out, err);
    }

    /** As {@link #line(String)}, with output passed on as it comes; the exit status. */
    public int line(String line, OutputStream out, OutputStream err) throws IOException {
        return exchange('L', line, out, err);
    }

    /** Whether the box has ended the session, as it does after {@code quit}. */
    public boolean over() {
        return over;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String joined(List<String> command) {
        if (command.stream().anyMatch(word -> word.contains(NUL))) {
            throw new IllegalArgumentException("a command cannot hold the character NUL");
        }
        return String.join(NUL, command);
    }

    private Answer collect(char type, String payload) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = exchange(type, payload, out, err);
        return new Answer(status, out.toString(StandardCharsets.UTF_8),
            err.toString(StandardCharsets.UTF_8));
    }

    private int exchange(char type, String payload, OutputStream out, OutputStream err)
        throws IOException {
        if (over) {
            throw new IOException("the session is over");
        }
        send(type, checked(payload));
        boolean complained = false;
        while (true) {
            Optional<ByteBuffer> header = read(HEADER_BYTES);
            if (header.isEmpty()) {
                return ended(complained);
            }
            byte kind = header.get().get();
            byte[] piece = read(length(header.get().getInt()))
                .orElseThrow(ShellClient::gone).array();
            switch (kind) {
                case 'O' -> out.write(piece);
                case 'E' -> {
                    err.write(piece);
                    complained = true;
                }
                case 'X' -> {
                    return status(piece);
                }
                case 'Q' -> over = true;
                default -> throw new IOException(FOREIGN);
            }
        }
    }

    /** The box closed the session: by its leave, with a complaint, or by going away. */
    private int ended(boolean complained) throws IOException {
        if (!over && !complained) {
            throw gone();
        }
        int status = over ? 0 : Outcome.FAILED;
        over = true;
        return status;
    }

    private static IOException gone() {
        return new EOFException("the box went away before it answered");
    }

    private static int length(int length) throws IOException {
        if (length < 0 || length > MESSAGE_BYTES_MAX) {
            throw new IOException(FOREIGN);
        }
        return length;
    }

    private static int status(byte[] piece) throws IOException {
        String digits = new String(piece, StandardCharsets.US_ASCII);
        if (!digits.matches("[0-9]{1,3}")) {
            throw new IOException(FOREIGN);
        }
        return Integer.parseInt(digits);
    }

    private static byte[] checked(String payload) throws IOException {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MESSAGE_BYTES_MAX) {
            throw new IOException("a command is at most " + MESSAGE_BYTES_MAX + " bytes long");
        }
        return bytes;
    }

    private void send(char type, byte[] payload) throws ClosedChannelException {
        ByteBuffer message = ByteBuffer.allocate(HEADER_BYTES + payload.length)
            .put((byte) type).putInt(payload.length).put(payload).flip();
        try {
            while (message.hasRemaining()) {
                channel.write(message);
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            // A box that refuses a session says so and closes, whatever we send: read that instead.
            return;
        }
    }

    /** So many bytes, or nothing if the box closed the session before the first. */
    private Optional<ByteBuffer> read(int length) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(length);
        while (read.hasRemaining()) {
            if (receive(read) < 0) {
                if (read.position() == 0) {
                    return Optional.empty();
                }
                throw gone();
            }
        }
        return Optional.of(read.flip());
    }

    /** A box that closes without having read all that we sent resets the connection. */
    private int receive(ByteBuffer read) throws ClosedChannelException {
        try {
            return channel.read(read);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return -1;
        }
    }
}
