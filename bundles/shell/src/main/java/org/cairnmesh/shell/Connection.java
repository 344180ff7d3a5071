// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;

/**
 * One client. Its thread reads, so that it notices when the client goes away; a second one runs the
 * commands in the order in which they came. When the client is gone our commands are told, and end;
 * Felix's are left to finish for a while, because a half-made update is worse than a late one.
 */
final class Connection implements Runnable {
    static final int COMMANDS_WAITING_MAX = 16;

    private static final int PIECE_BYTES = 1 << 15;
    private static final long GRACE_MILLIS = 10_000;
    private static final long LAST_WORD_MILLIS = 500;
    private static final Pattern COLUMNS = Pattern.compile("[1-9][0-9]{0,3}");
    private static final int COLUMNS_UNKNOWN = 80;
    private static final String UPDATING = "the shell is being updated or stopped\n";

    private final SocketChannel channel;
    private final CommandProcessor processor;
    private final Consumer<Connection> onEnd;
    private final ReentrantLock sending = new ReentrantLock();
    private final Thread reader;
    private final ThreadPoolExecutor worker;
    private volatile Optional<Interpreter> interpreter = Optional.empty();
    private volatile boolean gone;
    private volatile boolean leaving;

    Connection(SocketChannel channel, CommandProcessor processor, String name,
               Consumer<Connection> onEnd) {
        this.channel = channel;
        this.processor = processor;
        this.onEnd = onEnd;
        this.reader = new Thread(this, name);
        this.reader.setDaemon(true);
        this.worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(COMMANDS_WAITING_MAX), task -> {
                Thread thread = new Thread(task, name + " runs");
                thread.setDaemon(true);
                return thread;
            });
    }

    void start() {
        reader.start();
    }

    @Override
    public void run() {
        try {
            Optional<Wire.Message> message = Wire.read(channel);
            if (message.isPresent()) {
                greet(message.get());
                for (message = Wire.read(channel); message.isPresent();
                     message = Wire.read(channel)) {
                    take(message.get());
                }
            }
        } catch (ProtocolException e) {
            lastWord(e.getMessage() + "\n", Complaint.USAGE);
        } catch (IOException e) {
            gone = true;
        } finally {
            gone = true;
            end();
            onEnd.accept(this);
        }
    }

    private void greet(Wire.Message message) throws ProtocolException {
        List<String> parts = message.parts();
        if (message.type() != Wire.HELLO || parts.size() < 1) {
            throw new ProtocolException("a session starts with H");
        }
        if (!parts.get(0).equals(Wire.VERSION) || parts.size() != 5) {
            throw new ProtocolException("this box speaks version " + Wire.VERSION
                + " of the shell protocol, not " + Printed.line(parts.get(0)));
        }
        Path directory = directory(parts.get(1));
        int columns = COLUMNS.matcher(parts.get(3)).matches()
            ? Integer.parseInt(parts.get(3)) : COLUMNS_UNKNOWN;
        interpreter = Optional.of(new Interpreter(processor, stream(Wire.OUT), stream(Wire.ERR),
            new Client(parts.get(2), directory, columns, parts.get(4).equals("1"), () -> gone)));
    }

    private static Path directory(String text) throws ProtocolException {
        try {
            Path directory = Path.of(text);
            if (directory.isAbsolute()) {
                return directory;
            }
        } catch (InvalidPathException e) {
            throw new ProtocolException("this box cannot name the directory " + Printed.line(text)
                + ": start it under a UTF-8 locale");
        }
        throw new ProtocolException("the directory of a client is an absolute path");
    }

    private void take(Wire.Message message) throws ProtocolException {
        if (message.type() != Wire.COMMAND && message.type() != Wire.LINE) {
            throw new ProtocolException("no message of type " + Printed.line("" + message.type()));
        }
        try {
            worker.execute(() -> answer(message));
        } catch (RejectedExecutionException e) {
            throw new ProtocolException("at most " + COMMANDS_WAITING_MAX + " commands may wait");
        }
    }

    private void answer(Wire.Message message) {
        Interpreter shell = interpreter.orElseThrow();
        try {
            if (gone) {
                return;
            }
            int status = message.type() == Wire.LINE ? shell.line(message.payload())
                : shell.command(message.parts());
            if (leaving) {
                lastWord(UPDATING, status);
            } else if (shell.over()) {
                send(Wire.QUIT, "");
                channel.close();
            } else {
                send(Wire.EXIT, Integer.toString(status));
            }
        } catch (IOException e) {
            gone = true;
        }
    }

    private OutputStream stream(char type) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                for (int sent = 0; sent < length; sent += PIECE_BYTES) {
                    send(type, bytes, from + sent, Math.min(PIECE_BYTES, length - sent));
                }
            }
        };
    }

    private void send(char type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        send(type, bytes, 0, bytes.length);
    }

    private void send(char type, byte[] bytes, int from, int length) throws IOException {
        sending.lock();
        try {
            Wire.write(channel, type, bytes, from, length);
        } finally {
            sending.unlock();
        }
    }

    /** Tells the client why the session ends, unless a client that does not read blocks the way. */
    private void lastWord(String why, int status) {
        try {
            if (sending.tryLock(LAST_WORD_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    send(Wire.ERR, why);
                    send(Wire.EXIT, Integer.toString(status));
                } finally {
                    sending.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            gone = true;
        }
        closeChannel();
    }

    /** The box has no room for this client. */
    void refuse(String why) {
        lastWord(why, Complaint.FAILED);
    }

    /**
     * Ends the session because the shell goes away. A command that makes it go away, such as an
     * update of this bundle, runs on: it gets its true answer. Others get a moment to end: the
     * framework is stopped by a thread of its own, while the command that asked for it has yet to
     * answer.
     */
    void close(long waitMillis) {
        if (runsHere()) {
            leaving = true;
            return;
        }
        worker.shutdown();
        awaitWorker(waitMillis);
        gone = true;
        lastWord(UPDATING, Complaint.FAILED);
    }

    /** Waits for the end; not if the caller is a command of this session. */
    void join(long millis) throws InterruptedException {
        if (!runsHere() && millis > 0) {
            reader.join(millis);
        }
    }

    private boolean runsHere() {
        return interpreter.map(Interpreter::runsHere).orElse(false);
    }

    private void end() {
        worker.shutdown();
        awaitWorker(GRACE_MILLIS);
        interpreter.ifPresent(Interpreter::close);
        closeChannel();
    }

    private void awaitWorker(long millis) {
        try {
            worker.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            gone = true;
        }
    }
}
