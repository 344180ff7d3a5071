// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.core.feed.Refusal;

/**
 * One box's side of sync on one medium. {@link #receive} takes what was heard, {@link #next} says
 * what to send; neither waits, reads a clock or does I/O. Times are ticks: milliseconds of a clock
 * that only runs forward and is never set. A box beacons what it holds; who lacks
 * some of it asks for it; the blocks go out to everyone in range. There is no acknowledgement: the
 * next beacon is one.
 * Beacons are timed by Trickle (RFC 6206).
 *
 * <p>A driver never hands back what it sent: so a beacon of this box's own id comes from a clone of
 * it, which is a box like any other.
 */
public final class Session {
    /** The longest silence of a box that holds the same as all others. */
    public static final long BEACON_LONGEST_MILLIS = 300_000;

    private static final long BEACON_SHORTEST_MILLIS = 2_000;
    private static final int BEACON_AIRTIMES = 4;

    private final Local local;
    private final Supplier<Medium> medium;
    private final RandomGenerator random;
    private final Bytes self;
    private final Bytes space;
    private final long shortestMillis;
    private final Trickle trickle;
    private final Inflow inflow;
    private final Outflow outflow;
    private final Peers peers = new Peers();
    private final Vector vector;
    private Optional<Asking> asking = Optional.empty();
    private long quietUntilMillis;
    private int total;
    /** How many blocks were held when a need was sent, until a beacon is; -1 if none was. */
    private int totalWhenAsked = -1;
    /** A beacon was asked for; it is not made to wait, but for the one asked for before. */
    private boolean soon;
    private long soonAgainMillis;

    /** What is to be asked of whom, and when. */
    private record Asking(Bytes peer, long atMillis, Message.Beacon beacon) { }

    /**
     * @param medium what is sent through; asked again and again, because a radio can be set anew
     */
    public Session(Local local, Supplier<Medium> medium, RandomGenerator random,
                   long tickMillis) {
        this.local = local;
        this.medium = medium;
        this.random = random;
        this.self = local.device().value().head(Message.BOX_SIZE);
        this.space = local.space().value().head(Message.SPACE_SIZE);
        this.shortestMillis = Math.max(BEACON_SHORTEST_MILLIS, BEACON_AIRTIMES * airtimeMillis());
        this.trickle = new Trickle(random, shortestMillis,
            Math.max(BEACON_LONGEST_MILLIS, 2 * shortestMillis), tickMillis);
        this.inflow = new Inflow(local);
        this.outflow = new Outflow(local);
        this.vector = new Vector(local, inflow);
        this.total = local.graph().size();
    }

    /** Whether a frame may be of a space: frames name only the first bytes of an id. */
    public static boolean mayBeOf(Bytes frame, SpaceId space) {
        return frame.size() > Message.SPACE_SIZE && Message.version(frame) == Message.VERSION
            && space.value().startsWith(frame.slice(1, Message.SPACE_SIZE));
    }

    public List<Peers.Peer> peers() {
        return peers.list();
    }

    /** Takes a frame; whatever is wrong with it is counted and changes nothing else. */
    public void receive(Bytes frame, long tickMillis) {
        hear(frame, tickMillis);
        settle();
    }

    /** Admits the blocks that have become complete since. */
    public void settle() {
        inflow.settle();
    }

    /** Takes a frame of several that came together; {@link #settle} follows the last of them. */
    public void hear(Bytes frame, long tickMillis) {
        if (Message.version(frame) != Message.VERSION) {
            peers.otherVersion(frame, tickMillis);
            local.refused(Refusal.WRONG_VERSION);
            return;
        }
        Message message;
        try {
            message = Message.decode(frame);
        } catch (MalformedException e) {
            local.refused(Refusal.MALFORMED);
            return;
        }
        if (!(message instanceof Message.Part)) {
            settle();
        }
        if (!message.space().equals(space)) {
            local.refused(Refusal.WRONG_SPACE);
        } else if (message instanceof Message.Beacon beacon) {
            heard(beacon, tickMillis);
        } else if (message instanceof Message.Need need) {
            heard(need, tickMillis);
        } else if (message instanceof Message.Part part) {
            quietUntilMillis = tickMillis + 3 * airtimeMillis();
            inflow.hear(part);
        }
    }

    private void heard(Message.Beacon beacon, long tickMillis) {
        if (peers.meets(beacon.sender(), tickMillis)) {
            local.contact();
        }
        boolean equal =
            Digest.all(local.graph(), local.roster(), beacon.salt()).equals(beacon.digest());
        if (!equal) {
            local.contact();
        }
        peers.heard(beacon, equal, tickMillis);
        if (equal) {
            trickle.consistent();
            asking = asking.filter(a -> !a.peer.equals(beacon.sender()));
            return;
        }
        trickle.inconsistent(tickMillis);
        if (vector.need(beacon, self, mtuBytes()).isPresent()) {
            long delay = random.nextLong(1 + 2 * airtimeMillis());
            asking = Optional.of(new Asking(beacon.sender(), tickMillis + delay, beacon));
        }
    }

    private void heard(Message.Need need, long tickMillis) {
        quietUntilMillis = tickMillis + 3 * airtimeMillis();
        if (!need.responder().equals(self)) {
            return;
        }
        local.contact();
        if (need.more()) {
            vector.detail();
            soon = true;
        }
        if (!outflow.asked(need) && !need.wants().isEmpty()) {
            soon = true;
        }
    }

    /** The message that is most due, or nothing; a message is due until it was {@link #sent}. */
    public Optional<Sending> next(long tickMillis) {
        if (local.graph().size() != total) {
            total = local.graph().size();
            trickle.inconsistent(tickMillis);
        }
        if (asking.isPresent() && total == totalWhenAsked) {
            // what came gave nothing new: who sent it may be the one that lacks something
            soon = true;
        } else if (asking.isPresent() && tickMillis >= asking.get().atMillis
            && outflow.isEmpty()) {
            Optional<Message.Need> need =
                vector.need(asking.get().beacon, self, mtuBytes());
            if (need.isPresent()) {
                return Optional.of(new Sending(need.get()));
            }
            asking = Optional.empty();
        }
        if (!outflow.isEmpty()) {
            return Optional.of(new Sending(outflow.next(mtuBytes())));
        }
        boolean due = trickle.due(tickMillis);
        if (soon && tickMillis >= soonAgainMillis || due && tickMillis >= quietUntilMillis) {
            return Optional.of(new Sending(vector.beacon(self, mtuBytes(),
                peers.sameRoster(local.roster().tag(), tickMillis))));
        }
        return Optional.empty();
    }

    /** A message, as a frame to be transmitted. */
    public static final class Sending {
        private final Message message;
        private final Bytes frame;

        private Sending(Message message) {
            this.message = message;
            this.frame = message.encode();
        }

        public Bytes frame() {
            return frame;
        }
    }

    /** The transport took the frame. */
    public void sent(Sending sending, long tickMillis) {
        if (sending.message instanceof Message.Need) {
            asking = Optional.empty();
            totalWhenAsked = total;
            quietUntilMillis = tickMillis + 4 * airtimeMillis();
        } else if (sending.message instanceof Message.Part part) {
            outflow.sent(part);
            soon = outflow.isEmpty();
        } else if (sending.message instanceof Message.Beacon beacon) {
            trickle.fired();
            soonAgainMillis = soon ? tickMillis + shortestMillis : soonAgainMillis;
            soon = false;
            totalWhenAsked = -1;
            vector.sent(beacon);
        }
    }

    /** When {@link #next} may answer something else if nothing is heard until then. */
    public long wakeMillis() {
        if (!outflow.isEmpty()) {
            return 0;
        }
        long beacon = Math.max(trickle.wakeMillis(), quietUntilMillis);
        beacon = soon ? Math.min(beacon, soonAgainMillis) : beacon;
        return total == totalWhenAsked ? beacon
            : Math.min(beacon, asking.map(Asking::atMillis).orElse(Long.MAX_VALUE));
    }

    private int mtuBytes() {
        return medium.get().mtuBytes();
    }

    private long airtimeMillis() {
        Medium now = medium.get();
        return 1 + now.airtime().micros(now.mtuBytes()) / 1000;
    }
}
