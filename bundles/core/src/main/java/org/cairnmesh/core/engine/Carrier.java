// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.sync.Local;
import org.cairnmesh.core.sync.Peers;
import org.cairnmesh.core.sync.Session;

/** A transport and the session on it. A driver that throws is set aside, named and counted. */
final class Carrier {
    private static final long RETRY_MILLIS_MAX = 200;
    private static final int FRAMES_A_TURN = 16;

    private final Transport transport;
    private Optional<Session> session = Optional.empty();
    private Optional<Medium> medium = Optional.empty();
    private Optional<String> fault = Optional.empty();
    private boolean full;
    private long framesOut;
    private long bytesOut;
    private long airtimeMicros;
    private long framesIn;
    private long bytesIn;
    private long framesLost;

    Carrier(Transport transport) {
        this.transport = transport;
    }

    void open(Inbox inbox) {
        guarded(() -> {
            transport.open(inbox);
            look();
        });
    }

    /** A radio may have been set anew. Its airtime is computed by the driver, which may throw. */
    private void look() {
        Medium now = transport.medium();
        medium = Optional.of(new Medium(now.name(), now.mtuBytes(), bytes -> micros(now, bytes),
            now.broadcast(), now.duty()));
    }

    private long micros(Medium of, int bytes) {
        long[] micros = new long[1];
        guarded(() -> micros[0] = Math.max(0, of.airtime().micros(bytes)));
        return micros[0];
    }

    void close() {
        guarded(transport::close);
    }

    /** Closes it if it carries by this transport; answers whether it did. */
    boolean closed(Transport gone) {
        if (transport == gone) {
            close();
        }
        return transport == gone;
    }

    /** Another log, or none: what the session knew is forgotten. */
    void forget() {
        session = Optional.empty();
    }

    void receive(Frame frame, Local local, RandomGenerator random, long tickMillis) {
        framesIn++;
        bytesIn += frame.bytes().size();
        session(local, random, tickMillis)
            .ifPresent(s -> s.hear(frame.bytes(), tickMillis));
    }

    /** Admits what the frames that came together have brought. */
    void settle() {
        session.ifPresent(Session::settle);
    }

    /** A frame came while there was no log, or no room. */
    void lost() {
        framesLost++;
    }

    /** Hands what is due to the driver, as far as it takes it. */
    void transmit(Local local, RandomGenerator random, long tickMillis) {
        full = false;
        guarded(this::look);
        Optional<Session> opened = session(local, random, tickMillis);
        for (int i = 0; i < FRAMES_A_TURN && !full && opened.isPresent() && fault.isEmpty(); i++) {
            Optional<Session.Sending> next = opened.get().next(tickMillis);
            if (next.isEmpty()) {
                return;
            }
            hand(next.get(), opened.get(), tickMillis);
        }
    }

    private void hand(Session.Sending next, Session opened, long tickMillis) {
        full = true;
        guarded(() -> full = !transport.transmit(new Frame(next.frame())));
        if (!full && fault.isEmpty()) {
            opened.sent(next, tickMillis);
            framesOut++;
            bytesOut += next.frame().size();
            airtimeMicros += medium.orElseThrow().airtime().micros(next.frame().size());
        }
    }

    private Optional<Session> session(Local local, RandomGenerator random, long tickMillis) {
        if (session.isEmpty() && fault.isEmpty()) {
            guarded(() -> {
                look();
                session = Optional.of(
                    new Session(local, () -> medium.orElseThrow(), random, tickMillis));
            });
        }
        return fault.isEmpty() ? session : Optional.empty();
    }

    /** When this carrier may have something to send if nothing is heard until then. */
    long wakeMillis(long tickMillis) {
        if (fault.isPresent() || session.isEmpty()) {
            return fault.isPresent() ? Long.MAX_VALUE : tickMillis;
        }
        long wake = session.get().wakeMillis();
        return full ? Math.max(wake, tickMillis + retryMillis()) : wake;
    }

    /** A full driver is asked again after an eighth of a frame's time. */
    private long retryMillis() {
        return medium.map(m -> Math.max(1, Math.min(RETRY_MILLIS_MAX,
            m.airtime().micros(m.mtuBytes()) / 8_000))).orElse(RETRY_MILLIS_MAX);
    }

    List<Peers.Peer> peers() {
        return session.map(Session::peers).orElse(List.of());
    }

    Snapshot.Carrier state() {
        return new Snapshot.Carrier(name(), framesOut, bytesOut, airtimeMicros, framesIn, bytesIn,
            framesLost, fault.orElse(""));
    }

    String name() {
        return medium.map(Medium::name).orElse(transport.getClass().getSimpleName());
    }

    private interface Call {
        void run() throws IOException;
    }

    private void guarded(Call call) {
        try {
            call.run();
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            fault = Optional.of(e instanceof IOException ? e.getMessage() : e.toString());
        }
    }
}
