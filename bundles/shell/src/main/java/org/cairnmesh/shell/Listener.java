// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;

/**
 * Takes clients on a Unix socket that only the owner of the box can reach. One thread accepts, and
 * each connection has its own. The bound on connections is for programs that forget to close
 * theirs.
 */
final class Listener implements Closeable {
    static final int CONNECTIONS_MAX = 8;

    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final long ANSWER_MILLIS = 500;
    private static final long END_MILLIS = 1_500;
    /** What Linux and macOS take at most for the path of a socket, in bytes. */
    private static final int PATH_BYTES_MAX = 103;

    private final Path socket;
    private final CommandProcessor processor;
    private final ServerSocketChannel server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /**
     * Binds the socket and starts to accept.
     *
     * @throws IOException with a message that says what would be right
     */
    Listener(Path socket, CommandProcessor processor) throws IOException {
        this.socket = socket;
        this.processor = processor;
        makeDirectory(socket.getParent());
        this.server = bind(socket);
        Thread acceptor = new Thread(this::accept, "cairn-shell accepts");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private static void makeDirectory(Path directory) throws IOException {
        var owner = PosixFilePermissions.fromString("rwx------");
        Files.createDirectories(directory.getParent());
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(owner));
        }
        Files.setPosixFilePermissions(directory, owner);
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > PATH_BYTES_MAX) {
            throw new IOException("the path " + socket + " has " + length
                + " bytes, a socket's at most " + PATH_BYTES_MAX + ": use a shorter home");
        }
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            try {
                server.bind(UnixDomainSocketAddress.of(socket));
            } catch (BindException e) {
                removeStale(socket);
                server.bind(UnixDomainSocketAddress.of(socket));
            }
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** A process that was killed leaves its socket behind; nobody answers there. */
    private static void removeStale(Path socket) throws IOException {
        try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            throw new BindException("another process answers at " + other.getRemoteAddress());
        } catch (BindException e) {
            throw e;
        } catch (IOException e) {
            Files.deleteIfExists(socket);
        }
    }

    private void accept() {
        int number = 0;
        while (!closing) {
            try {
                SocketChannel channel = server.accept();
                number++;
                Connection connection = new Connection(channel, processor,
                    "cairn-shell " + number, connections::remove);
                if (connections.size() >= CONNECTIONS_MAX) {
                    connection.refuse(CONNECTIONS_MAX + " shells are open already: close one\n");
                    continue;
                }
                connections.add(connection);
                connection.start();
                if (closing) {
                    connection.close(0);
                }
            } catch (IOException e) {
                if (!closing) {
                    LOG.log(System.Logger.Level.ERROR, "The shell takes no more clients at "
                        + socket + " until the shell bundle is restarted: " + e);
                }
                return;
            }
        }
    }

    /** Ends every session and removes the socket; waits a bounded time for the threads. */
    @Override
    public void close() throws IOException {
        closing = true;
        server.close();
        Files.deleteIfExists(socket);
        Pace pace = Pace.real();
        long answered = pace.millis() + ANSWER_MILLIS;
        connections.forEach(connection -> connection.close(answered - pace.millis()));
        long ended = pace.millis() + END_MILLIS;
        try {
            for (Connection connection : connections) {
                connection.join(ended - pace.millis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
