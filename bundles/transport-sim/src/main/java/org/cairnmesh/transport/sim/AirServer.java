// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.LoRa;

/**
 * A cell in scaled real time, as a service for stations on this machine. One port serves stations
 * ({@link AirMessage}) and control ({@link AirControl}). It listens on the loopback address only.
 *
 * <p>One thread, the one that calls {@link #run}, does everything; {@link #close} may be called
 * from any thread. Whoever breaks the protocol is told why and dropped.
 */
public final class AirServer implements Closeable {
    static final int CONNECTIONS_MAX = 300;
    private static final long END_NANOS = 1_000_000_000L;
    private static final long SELECT_MILLIS_MAX = 500;
    private static final System.Logger LOG = System.getLogger(AirServer.class.getName());

    private final Cell cell;
    private final AirControl control;
    private final double scale;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final Set<AirConnection> connections = new HashSet<>();
    private volatile boolean open = true;

    private AirServer(Cell cell, double scale, LongSupplier nanoTime, ServerSocketChannel server,
                      Selector selector) {
        this.cell = cell;
        this.control = new AirControl(cell);
        this.scale = scale;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.server = server;
        this.selector = selector;
    }

    /**
     * Binds the port; 0 takes any.
     *
     * @param scale    how many seconds of the cell pass in a second
     * @param nanoTime a clock such as {@link System#nanoTime}
     * @throws IOException if the port is taken
     */
    public static AirServer open(Cell cell, double scale, LongSupplier nanoTime, int port)
        throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            server.configureBlocking(false);
            Selector selector = Selector.open();
            server.register(selector, SelectionKey.OP_ACCEPT);
            return new AirServer(cell, scale, nanoTime, server, selector);
        } catch (IOException taken) {
            server.close();
            throw taken;
        }
    }

    public int port() {
        return server.socket().getLocalPort();
    }

    /** Serves until {@link #close}, or until its thread is interrupted. */
    public void run() throws IOException {
        try (selector; server) {
            while (open && !Thread.currentThread().isInterrupted()) {
                selector.select(waitMillis());
                turn(micros());
            }
        } catch (IOException failed) {
            if (open) {
                throw failed;
            }
        } finally {
            connections.forEach(AirConnection::close);
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        server.close();
        selector.wakeup();
    }

    private long micros() {
        return (long) ((nanoTime.getAsLong() - startNanos) / 1e3 * scale);
    }

    private long waitMillis() {
        OptionalLong next = cell.nextMicros();
        if (next.isEmpty()) {
            return SELECT_MILLIS_MAX;
        }
        double millis = Math.ceil((next.getAsLong() - micros()) / 1e3 / scale);
        return (long) Math.min(SELECT_MILLIS_MAX, Math.max(1, millis));
    }

    private void turn(long nowMicros) throws IOException {
        for (Delivery delivery : cell.advance(nowMicros)) {
            stationCalled(delivery.to()).ifPresent(
                connection -> say(connection, new AirMessage.Heard(delivery.frame())));
        }
        for (AirConnection connection : List.copyOf(connections)) {
            reportSent(connection);
        }
        for (SelectionKey key : Set.copyOf(selector.selectedKeys())) {
            if (key.isValid() && key.isAcceptable()) {
                accept();
            } else if (key.isValid() && key.isReadable()) {
                receive((AirConnection) key.attachment(), nowMicros);
            }
        }
        selector.selectedKeys().clear();
        flushAll();
    }

    private void accept() throws IOException {
        if (!open) {
            return;
        }
        SocketChannel channel = server.accept();
        if (channel == null) {
            return;
        }
        if (connections.size() >= CONNECTIONS_MAX) {
            channel.close();
            return;
        }
        channel.configureBlocking(false);
        channel.socket().setTcpNoDelay(true);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        AirConnection connection = new AirConnection(channel, key);
        key.attach(connection);
        connections.add(connection);
    }

    private void receive(AirConnection connection, long nowMicros) {
        try {
            boolean more = connection.read();
            if (!connection.isEnding()) {
                understand(connection, nowMicros);
            }
            if (!more && connection.station.isPresent()) {
                drop(connection);
            } else if (!more && !connection.isEnding()) {
                // Only its sending side may be closed: it still gets its answers.
                end(connection);
            }
        } catch (ProtocolException wrong) {
            refuse(connection, wrong.getMessage());
        } catch (IOException gone) {
            drop(connection);
        }
    }

    private void understand(AirConnection connection, long nowMicros) throws ProtocolException {
        if (connection.isControl()) {
            for (Optional<String> line = connection.nextLine(); line.isPresent();
                 line = connection.nextLine()) {
                write(connection, control.answer(line.get()).getBytes(StandardCharsets.UTF_8));
            }
            return;
        }
        for (Optional<Bytes> message = connection.nextMessage();
             message.isPresent() && !connection.isEnding(); message = connection.nextMessage()) {
            obey(connection, AirMessage.decode(message.get()), nowMicros);
        }
    }

    private void obey(AirConnection connection, AirMessage message, long nowMicros)
        throws ProtocolException {
        if (message instanceof AirMessage.Join join && connection.station.isEmpty()) {
            join(connection, join.name(), nowMicros);
        } else if (message instanceof AirMessage.Send send && connection.station.isPresent()) {
            send(connection, send, nowMicros);
        } else {
            throw new ProtocolException("not now: " + message.getClass().getSimpleName());
        }
    }

    private void join(AirConnection connection, String name, long nowMicros)
        throws ProtocolException {
        if (!cell.join(name, nowMicros)) {
            throw new ProtocolException(stationCalled(name).isPresent()
                ? "a station called " + name + " is in the cell already"
                : "the cell knows " + Cell.STATIONS_MAX + " stations and takes no more");
        }
        connection.station = Optional.of(name);
        CellSettings settings = cell.settings();
        LoRa lora = settings.lora();
        say(connection, new AirMessage.Welcome("simulated LoRa SF" + lora.spreadingFactor() + " "
            + lora.bandwidthHz() / 1000 + " kHz", settings.mtuBytes(), lora, settings.duty(),
            scale));
    }

    private void send(AirConnection connection, AirMessage.Send send, long nowMicros)
        throws ProtocolException {
        int bytes = send.frame().bytes().size();
        if (bytes > cell.settings().mtuBytes()) {
            throw new ProtocolException("a frame of " + bytes + " bytes; the cell takes "
                + cell.settings().mtuBytes());
        }
        if (!cell.offer(connection.station.orElseThrow(), send.frame(), nowMicros)) {
            throw new ProtocolException("more than " + Cell.OUTSTANDING_MAX + " frames at once");
        }
        connection.outstanding++;
    }

    private Optional<AirConnection> stationCalled(String name) {
        return connections.stream()
            .filter(connection -> connection.station.equals(Optional.of(name))).findFirst();
    }

    private void reportSent(AirConnection connection) {
        int outstanding = connection.station.map(cell::outstanding).orElse(0);
        for (; connection.outstanding > outstanding; connection.outstanding--) {
            say(connection, new AirMessage.Sent());
        }
    }

    private void say(AirConnection connection, AirMessage message) {
        write(connection, message.encode().toArray());
    }

    private void write(AirConnection connection, byte[] bytes) {
        if (!connection.write(bytes)) {
            drop(connection);
        }
    }

    private void refuse(AirConnection connection, String reason) {
        LOG.log(System.Logger.Level.WARNING, "dropped {0}: {1}",
            connection.station.orElse("a client"), reason);
        if (connection.isControl()) {
            write(connection, ("error: " + reason + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            say(connection, new AirMessage.Refusal(reason));
        }
        end(connection);
    }

    private void end(AirConnection connection) {
        leave(connection);
        connection.endBy(nanoTime.getAsLong() + END_NANOS);
    }

    private void drop(AirConnection connection) {
        leave(connection);
        connections.remove(connection);
        connection.close();
    }

    private void leave(AirConnection connection) {
        connection.station.ifPresent(cell::leave);
        connection.station = Optional.empty();
        connection.outstanding = 0;
    }

    private void flushAll() {
        for (AirConnection connection : List.copyOf(connections)) {
            try {
                connection.flush();
            } catch (IOException gone) {
                drop(connection);
            }
            if (connection.isOver(nanoTime.getAsLong())) {
                drop(connection);
            }
        }
    }
}
