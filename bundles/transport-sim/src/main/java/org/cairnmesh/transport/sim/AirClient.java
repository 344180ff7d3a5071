// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;

/**
 * A station's end of the air, from one opening of the driver to its closing: a thread that joins,
 * reads, and joins again whenever the air went away.
 *
 * <p>{@link #transmit} writes on the caller's thread. That does not block: at most two frames are
 * on their way, and a socket's buffer holds far more.
 */
final class AirClient {
    static final long PAUSE_MILLIS_MIN = 100;
    static final long PAUSE_MILLIS_MAX = 2_000;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int WELCOME_MILLIS = 5_000;
    private static final long END_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(AirClient.class.getName());

    private final String host;
    private final int port;
    private final String name;
    private final Inbox inbox;
    private final Consumer<Medium> found;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Socket socket = new Socket();
    private Optional<OutputStream> out = Optional.empty();
    private int mtuBytes;
    private int outstanding;
    private String noted = "";

    AirClient(String host, int port, String name, Inbox inbox, Consumer<Medium> found) {
        this.host = host;
        this.port = port;
        this.name = name;
        this.inbox = inbox;
        this.found = found;
        this.thread = new Thread(this::run, "cairn-air-" + name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized boolean transmit(Frame frame) {
        if (out.isEmpty() || outstanding >= Cell.OUTSTANDING_MAX
            || frame.bytes().size() > mtuBytes) {
            return false;
        }
        try {
            out.get().write(new AirMessage.Send(frame).encode().toArray());
            outstanding++;
            return true;
        } catch (IOException gone) {
            // The reading thread meets the same end and says so.
            out = Optional.empty();
            return false;
        }
    }

    /** Returns once the thread has ended, after a second at most. */
    void close() {
        closed.countDown();
        disconnect();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void disconnect() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing of it is needed any more.
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void run() {
        long pauseMillis = PAUSE_MILLIS_MIN;
        try {
            do {
                pauseMillis = converse() ? PAUSE_MILLIS_MIN
                    : Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
            } while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException end) {
            disconnect();
        }
    }

    /** One connection from its beginning to its end; whether the station was let in. */
    private boolean converse() {
        boolean joined = false;
        try (Socket fresh = new Socket()) {
            socket = fresh;
            if (isClosed()) {
                return false;
            }
            fresh.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            fresh.setTcpNoDelay(true);
            fresh.setSoTimeout(WELCOME_MILLIS);
            DataInputStream in =
                new DataInputStream(new BufferedInputStream(fresh.getInputStream()));
            join(in, fresh.getOutputStream());
            joined = true;
            fresh.setSoTimeout(0);
            while (true) {
                hear(read(in));
            }
        } catch (IOException gone) {
            if (!isClosed()) {
                noteAway(gone);
            }
            return joined;
        } finally {
            leave();
        }
    }

    private void join(DataInputStream in, OutputStream stream) throws IOException {
        stream.write(new AirMessage.Join(name).encode().toArray());
        AirMessage answer = read(in);
        if (!(answer instanceof AirMessage.Welcome welcome)) {
            throw new ProtocolException(answer instanceof AirMessage.Refusal refusal
                ? refusal.reason() : "it is no air");
        }
        found.accept(new Medium(welcome.medium(), welcome.mtuBytes(), welcome.lora(), true,
            true, welcome.duty()));
        synchronized (this) {
            out = Optional.of(stream);
            mtuBytes = welcome.mtuBytes();
            outstanding = 0;
        }
        note("joined", System.Logger.Level.INFO, "joined as " + name + ": " + welcome.medium()
            + ", time x " + welcome.scale());
    }

    private void hear(AirMessage message) throws ProtocolException {
        if (message instanceof AirMessage.Heard heard) {
            // A full inbox loses the frame, as a radio would.
            inbox.offer(heard.frame());
        } else if (message instanceof AirMessage.Sent) {
            sent();
        } else {
            throw new ProtocolException(message instanceof AirMessage.Refusal refusal
                ? refusal.reason() : "it said what only a station says");
        }
    }

    private synchronized void sent() {
        outstanding = Math.max(0, outstanding - 1);
    }

    private synchronized void leave() {
        out = Optional.empty();
    }

    private static AirMessage read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > AirMessage.BYTES_MAX) {
            throw new ProtocolException("it is no air");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return AirMessage.decode(Bytes.of(bytes));
    }

    private void noteAway(IOException gone) {
        String reason = gone.getMessage() == null ? "it hung up" : gone.getMessage();
        note(gone instanceof ProtocolException ? reason : "away", System.Logger.Level.WARNING,
            "is away (" + reason + "); trying again until it is back");
    }

    /** Logs a change of state; that a state lasts is no news. */
    private void note(String state, System.Logger.Level level, String what) {
        if (!state.equals(noted)) {
            noted = state;
            LOG.log(level, "air at {0}:{1} {2}", host, String.valueOf(port), what);
        }
    }
}
