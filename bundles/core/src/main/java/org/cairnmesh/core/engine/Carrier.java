// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.sync.Peers;
import org.cairnmesh.core.sync.Session;

/**
 * A transport and a session on it for each space. A session knows of no other, and they take turns
 * at the driver, frame by frame. A driver that throws is set aside, named and counted.
 */
final class Carrier {
    private static final long RETRY_MILLIS_MAX = 200;
    private static final int FRAMES_A_TURN = 16;

    private final Transport transport;
    private final Map<Held, Session> sessions = new LinkedHashMap<>();
    /** How many sessions stand before the one whose turn it is. */
    private int turn;
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
            now.broadcast(), now.radio(), now.duty()));
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

    /** Other logs, or none: what the sessions knew is forgotten. */
    void forget() {
        sessions.clear();
    }

    /**
     * Takes a frame for each space that it may be of. One that is of none goes to the first, which
     * counts what is wrong with it.
     */
    void receive(Frame frame, List<Held> spaces, RandomGenerator random, long tickMillis) {
        framesIn++;
        bytesIn += frame.bytes().size();
        meet(spaces, random, tickMillis);
        List<Held> of = spaces.stream()
            .filter(space -> Session.mayBeOf(frame.bytes(), space.space())).toList();
        for (Held space : of.isEmpty() ? spaces.subList(0, 1) : of) {
            Optional.ofNullable(sessions.get(space))
                .ifPresent(session -> session.hear(frame.bytes(), tickMillis));
        }
    }

    /** Admits what the frames that came together have brought. */
    void settle() {
        sessions.values().forEach(Session::settle);
    }

    /** A frame came while there was no log, or no room. */
    void lost() {
        framesLost++;
    }

    /** Hands what is due to the driver, as far as it takes it. */
    void transmit(List<Held> spaces, RandomGenerator random, long tickMillis) {
        full = false;
        guarded(this::look);
        meet(spaces, random, tickMillis);
        List<Session> speaking = new ArrayList<>();
        sessions.forEach((space, session) -> {
            if (speaks(space)) {
                speaking.add(session);
            }
        });
        int silent = 0;
        for (int i = 0; i < FRAMES_A_TURN && silent < speaking.size() && !full
            && fault.isEmpty();) {
            Session session = speaking.get(turn % speaking.size());
            Optional<Session.Sending> next = session.next(tickMillis);
            next.ifPresent(sending -> hand(sending, session, tickMillis));
            silent = next.isPresent() ? 0 : silent + 1;
            i += next.isPresent() ? 1 : 0;
            // whose frame a full driver did not take is the first to try again
            turn = full ? turn : (turn + 1) % speaking.size();
        }
    }

    private boolean speaks(Held space) {
        return space.registry().standing() != Charter.Standing.REVOKED
            && medium.filter(m -> !space.member.silentOn(m)).isPresent();
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

    /** Opens a session for each space that is here, and drops those of others. */
    private void meet(List<Held> spaces, RandomGenerator random, long tickMillis) {
        sessions.keySet().retainAll(spaces);
        for (Held space : spaces) {
            if (!sessions.containsKey(space) && fault.isEmpty()) {
                guarded(() -> {
                    look();
                    sessions.put(space,
                        new Session(space, () -> medium.orElseThrow(), random, tickMillis));
                });
            }
        }
        if (fault.isPresent()) {
            sessions.clear();
        }
    }

    /** When this carrier may have something to send if nothing is heard until then. */
    long wakeMillis(List<Held> spaces, long tickMillis) {
        if (fault.isPresent() || !sessions.keySet().containsAll(spaces)) {
            return fault.isPresent() ? Long.MAX_VALUE : tickMillis;
        }
        long wake = sessions.entrySet().stream().filter(entry -> speaks(entry.getKey()))
            .mapToLong(entry -> entry.getValue().wakeMillis()).min().orElse(Long.MAX_VALUE);
        return full ? Math.max(wake, tickMillis + retryMillis()) : wake;
    }

    /** A full driver is asked again after an eighth of a frame's time. */
    private long retryMillis() {
        return medium.map(m -> Math.max(1, Math.min(RETRY_MILLIS_MAX,
            m.airtime().micros(m.mtuBytes()) / 8_000))).orElse(RETRY_MILLIS_MAX);
    }

    /** The boxes that were heard in a space. */
    List<Peers.Peer> peers(Held space) {
        return Optional.ofNullable(sessions.get(space)).map(Session::peers).orElse(List.of());
    }

    /** Why nothing of a space is sent here, if so. */
    Optional<String> silence(Held space) {
        return fault.isPresent() || speaks(space) || medium.isEmpty() ? Optional.empty()
            : Optional.of(space.member.silence());
    }

    Snapshot.Carrier state() {
        String problem = fault.orElseGet(() -> String.join("; ",
            sessions.keySet().stream().flatMap(space -> silence(space).stream()).toList()));
        return new Snapshot.Carrier(name(), framesOut, bytesOut, airtimeMicros, framesIn, bytesIn,
            framesLost, problem);
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
