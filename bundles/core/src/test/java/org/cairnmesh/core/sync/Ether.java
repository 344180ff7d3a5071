// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Medium;

/** A medium in memory that everyone hears: perfect, or with loss, repeats and delays. */
final class Ether {
    static final int MTU = 431;
    private static final long TURN_MILLIS = 20;
    private static final int DELAY_TURNS = 40;

    final List<Station> stations = new ArrayList<>();
    /** Every message that was sent, in order. */
    final List<Message> sent = new ArrayList<>();
    /** What may be lost, of a thousand. */
    int lossPermille;
    int mtu = MTU;
    long now;
    private final Set<Set<Station>> cut = new HashSet<>();
    private final TreeMap<Long, List<Flight>> flying = new TreeMap<>();
    private final Random random;

    private record Flight(Station to, Bytes frame) { }

    /** A box and its session. */
    final class Station {
        final SyncBox box;
        Session session;

        Station(SyncBox box) {
            this.box = box;
            open();
        }

        /** Throws the session away and starts another. */
        void open() {
            session = new Session(box, () -> new Medium("ether", mtu, bytes -> bytes * 100L, true,
                false, 1), new Random(random.nextLong()), now);
        }
    }

    Ether(long seed) {
        random = new Random(seed);
    }

    Station join(SyncBox box) {
        Station station = new Station(box);
        stations.add(station);
        return station;
    }

    void reach(Station a, Station b, boolean can) {
        if (can) {
            cut.remove(Set.of(a, b));
        } else {
            cut.add(Set.of(a, b));
        }
    }

    /** Lets so much time pass. */
    void run(long millis) {
        for (long end = now + millis; now < end; now += TURN_MILLIS) {
            turn();
        }
    }

    /** Runs until all hold the same; answers whether they do within the time. */
    boolean agree(long millisMax) {
        for (long end = now + millisMax; now < end; now += TURN_MILLIS) {
            turn();
            if (equal()) {
                return true;
            }
        }
        return false;
    }

    boolean equal() {
        return stations.stream().map(s -> s.box.holds()).distinct().count() == 1;
    }

    private void turn() {
        while (!flying.isEmpty() && flying.firstKey() <= now) {
            flying.pollFirstEntry().getValue()
                .forEach(flight -> flight.to.session.receive(flight.frame, now));
        }
        for (Station station : stations) {
            Optional<Session.Sending> next = station.session.next(now);
            if (next.isPresent()) {
                station.session.sent(next.get(), now);
                send(station, next.get().frame());
            }
        }
    }

    private void send(Station from, Bytes frame) {
        if (frame.size() > mtu) {
            throw new AssertionError("a frame of " + frame.size() + " bytes");
        }
        sent.add(Message.decode(frame));
        for (Station to : stations) {
            int copies = lossPermille > 0 && random.nextInt(10) == 0 ? 2 : 1;
            for (int i = 0; to != from && !cut.contains(Set.of(from, to)) && i < copies; i++) {
                if (random.nextInt(1000) >= lossPermille) {
                    long late = lossPermille > 0 ? random.nextInt(DELAY_TURNS) : 0;
                    flying.computeIfAbsent(now + 1 + late * TURN_MILLIS, t -> new ArrayList<>())
                        .add(new Flight(to, frame));
                }
            }
        }
    }

    <T extends Message> List<T> sent(Class<T> type) {
        return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What was sent, by type, for the message of a failure. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        sent.forEach(m -> counts.merge(m.getClass().getSimpleName(), 1, Integer::sum));
        return counts;
    }
}
