// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.LoRa;

/**
 * A LoRa cell: stations that share one channel, hear who is in their reach, and lose what overlaps.
 *
 * <p>A discrete-event simulation without threads or clock: the caller passes times, in microseconds
 * of the cell, that never go back. The same calls with the same seed give the same deliveries. A
 * station's frame waits for a back-off, for silence, and for the station's duty budget; it then
 * occupies the channel for its LoRa airtime. A receiver that is in reach of two overlapping
 * transmissions gets neither (there is no capture effect: the cell is harsher than the field
 * there), and a station that sends hears nothing.
 */
public final class Cell {
    public static final int STATIONS_MAX = 250;
    /** What an RNode is to be given at a time: more, and it sends back to back, deaf to others. */
    public static final int OUTSTANDING_MAX = 2;

    private record Due(Delivery delivery, long number) { }

    private final CellSettings settings;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Reach reach = new Reach();
    private final Map<String, Station> stations = new LinkedHashMap<>();
    private final List<Transmission> onAir = new ArrayList<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>(
        Comparator.<Due>comparingLong(d -> d.delivery.atMicros()).thenComparingLong(Due::number));
    private long dues;

    public Cell(CellSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.backoff = Backoff.of(settings.lora());
    }

    public CellSettings settings() {
        return settings;
    }

    /**
     * Lets a station in. One that comes back has the duty budget and the counters that it left
     * with.
     *
     * @return false if it is here already, or too many stations are known
     */
    public boolean join(String name, long nowMicros) {
        Station known = stations.get(name);
        if (known != null) {
            boolean back = !known.joined;
            known.joined = true;
            return back;
        }
        if (stations.size() >= STATIONS_MAX) {
            return false;
        }
        stations.put(name, new Station(name, new DutyBudget(settings.duty(), nowMicros)));
        return true;
    }

    /** What waits at the station is dropped; what is on the air goes on to its end. */
    public void leave(String name) {
        joined(name).leave();
    }

    /**
     * Takes a frame to send.
     *
     * @return false if two are outstanding already: try again after the next one ended
     * @throws IllegalArgumentException if the frame is larger than the cell's mtu, or the station
     *     has not joined
     */
    public boolean offer(String name, Frame frame, long nowMicros) {
        Station station = joined(name);
        if (frame.bytes().size() > settings.mtuBytes()) {
            throw new IllegalArgumentException("a frame of " + frame.bytes().size() + " bytes");
        }
        if (station.outstanding() >= OUTSTANDING_MAX) {
            return false;
        }
        boolean idle = station.outstanding() == 0;
        station.waiting.add(frame);
        if (idle) {
            attemptAfter(station, Math.max(nowMicros, station.silentMicros));
        }
        return true;
    }

    /** How many frames of a station wait or are on the air. */
    public int outstanding(String name) {
        return joined(name).outstanding();
    }

    /**
     * Lets two stations hear each other, or not; they need not have joined yet.
     *
     * @return false if too many pairs differ from what {@link #reachAll} set
     */
    public boolean reach(String a, String b, boolean on) {
        return reach.pair(a, b, on);
    }

    /** Lets all stations hear each other, or none, those that join later included. */
    public void reachAll(boolean on) {
        reach.all(on);
    }

    /** Lets time pass; the deliveries that fell due, in order. */
    public List<Delivery> advance(long nowMicros) {
        List<Delivery> heard = new ArrayList<>();
        for (OptionalLong next = nextMicros(); next.isPresent() && next.getAsLong() <= nowMicros;
             next = nextMicros()) {
            endAt(next.getAsLong());
            startAt(next.getAsLong());
            deliverAt(next.getAsLong(), heard);
        }
        return heard;
    }

    /** When something happens next if nobody offers anything. */
    public OptionalLong nextMicros() {
        long next = Long.MAX_VALUE;
        for (Transmission transmission : onAir) {
            next = Math.min(next, transmission.endMicros);
        }
        for (Station station : stations.values()) {
            next = station.attempts() ? Math.min(next, station.attemptMicros) : next;
        }
        next = due.isEmpty() ? next : Math.min(next, due.peek().delivery.atMicros());
        return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
    }

    /** The counters of every station that ever joined, in the order of joining. */
    public Map<String, Traffic> traffic() {
        Map<String, Traffic> all = new LinkedHashMap<>();
        stations.forEach((name, station) -> all.put(name, station.traffic));
        return Collections.unmodifiableMap(all);
    }

    public Traffic total() {
        return traffic().values().stream().reduce(Traffic.NONE, Traffic::plus);
    }

    private Station joined(String name) {
        Station station = stations.get(name);
        if (station == null || !station.joined) {
            throw new IllegalArgumentException("no station " + name);
        }
        return station;
    }

    private void attemptAfter(Station station, long micros) {
        station.attemptMicros = micros + backoff.drawMicros(random);
    }

    private void endAt(long now) {
        for (Iterator<Transmission> all = onAir.iterator(); all.hasNext(); ) {
            Transmission transmission = all.next();
            if (transmission.endMicros <= now) {
                all.remove();
                end(transmission);
            }
        }
    }

    private void end(Transmission transmission) {
        Station from = transmission.from;
        int bytes = transmission.frame.bytes().size();
        from.count(Traffic.sent(bytes, transmission.endMicros - transmission.startMicros));
        for (Station hearer : transmission.hearers) {
            receive(transmission, hearer);
        }
        if (from.sending) {
            from.sending = false;
            attemptAfter(from, transmission.endMicros);
        }
    }

    private void receive(Transmission transmission, Station hearer) {
        boolean survives = survives(transmission.frame);
        if (!hearer.joined) {
            return;
        }
        if (transmission.spoiled.contains(hearer)) {
            hearer.count(Traffic.oneCollided());
        } else if (!survives || !reach.between(transmission.from.name, hearer.name)) {
            hearer.count(Traffic.oneLost());
        } else {
            hearer.count(Traffic.oneHeard());
            schedule(transmission, hearer);
            if (random.nextDouble() < settings.repeat()) {
                schedule(transmission, hearer);
            }
        }
    }

    /** Each LoRa frame of the packet is lost or not by itself; the packet needs them all. */
    private boolean survives(Frame frame) {
        boolean survives = true;
        for (int at = 0; at < frame.bytes().size(); at += LoRa.FRAME_BYTES_MAX) {
            survives &= random.nextDouble() >= settings.loss();
        }
        return survives;
    }

    private void schedule(Transmission transmission, Station hearer) {
        long late = settings.lateMillis() == 0 ? 0
            : random.nextLong(1_000 * settings.lateMillis() + 1);
        due.add(new Due(new Delivery(transmission.from.name, hearer.name, transmission.frame,
            transmission.endMicros + late), dues++));
    }

    private void startAt(long now) {
        for (Station station : stations.values()) {
            if (station.attempts() && station.attemptMicros <= now) {
                attempt(station, now);
            }
        }
    }

    private void attempt(Station station, long now) {
        long airtime = settings.lora().micros(station.waiting.element().bytes().size());
        long wait = station.duty.waitMicros(airtime, now);
        long busy = busyUntil(station, now);
        if (wait > 0) {
            station.attemptMicros = now + wait;
        } else if (busy > now) {
            attemptAfter(station, busy);
        } else {
            start(station, airtime, now);
        }
    }

    private long busyUntil(Station station, long now) {
        long busy = now;
        for (Transmission other : onAir) {
            if (now - other.startMicros >= backoff.sensingMicros()
                && reach.between(other.from.name, station.name)) {
                busy = Math.max(busy, other.endMicros);
            }
        }
        return busy;
    }

    private void start(Station from, long airtime, long now) {
        Transmission begun = new Transmission(from, from.waiting.remove(), now, airtime);
        from.sending = true;
        from.silentMicros = begun.endMicros;
        from.duty.spend(airtime, now);
        onAir.forEach(other -> other.spoilFor(from));
        for (Station hearer : stations.values()) {
            if (hearer != from && hearer.joined && reach.between(from.name, hearer.name)) {
                begun.hearers.add(hearer);
                overlap(begun, hearer);
            }
        }
        onAir.add(begun);
    }

    private void overlap(Transmission begun, Station hearer) {
        for (Transmission other : onAir) {
            if (other.from == hearer || reach.between(other.from.name, hearer.name)) {
                begun.spoilFor(hearer);
                other.spoilFor(hearer);
            }
        }
    }

    private void deliverAt(long now, List<Delivery> heard) {
        while (!due.isEmpty() && due.peek().delivery.atMicros() <= now) {
            Delivery delivery = due.remove().delivery;
            if (stations.get(delivery.to()).joined) {
                heard.add(delivery);
            }
        }
    }
}
