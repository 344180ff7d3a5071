// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Place;

/**
 * What this box holds, compared with what a beacon says: who lacks what. Where the heights of a
 * feed are equal and its tips are not, it has forked; then a need names blocks further and further
 * back (1, 2, 4, ...) and the first one, so that the other side finds where the branches part
 * without asking again. What is known of one feed takes half a frame at most, so that a feed with
 * very many branches does not keep the others from being asked for.
 */
final class Vector {
    private static final int WANTS_MAX = 64;
    /** What a need takes besides its known blocks, and what one of these takes, in most cases. */
    private static final int NEED_BYTES = 40;
    private static final int KNOWN_BYTES = 5;
    private static final int KNOWN_MIN = 4;
    private static final Comparator<Place> HIGHEST_FIRST =
        Comparator.comparingLong(Place::number).reversed().thenComparing(Place::id);

    private final Local local;
    private final Inflow inflow;
    private int from;
    private int detailed;

    Vector(Local local, Inflow inflow) {
        this.local = local;
        this.inflow = inflow;
    }

    /** Someone wants to hear feeds named, with checks: so are the next beacons, until all were. */
    void detail() {
        detailed = local.roster().size();
        from = 0;
    }

    Message.Beacon beacon(Bytes self, int frameBytes, boolean sameRoster) {
        Bytes salt = Message.clock(local.clockMillis());
        Roster roster = local.roster();
        boolean ordinals = sameRoster && detailed == 0;
        int start = from < roster.size() ? from : 0;
        Bytes digest = Digest.all(local.graph(), local.roster(), salt);
        Message.Beacon empty = beacon(self, salt, digest, ordinals, start, List.of());
        int room = frameBytes - empty.encode().size();
        List<Message.Standing> standings = new ArrayList<>();
        for (int i = start; i < roster.size(); i++) {
            Feed feed = local.graph().feed(roster.at(i).orElseThrow()).orElseThrow();
            Message.Standing standing = new Message.Standing(ordinals ? Message.Ref.at(i)
                : Message.Ref.named(Roster.prefix(feed.id())), feed.height(), Digest.feed(feed));
            room -= size(standing, ordinals);
            if (room < 0) {
                break;
            }
            standings.add(standing);
        }
        return beacon(self, salt, digest, ordinals, start, standings);
    }

    private Message.Beacon beacon(Bytes self, Bytes salt, Bytes digest, boolean ordinals,
                                  int start, List<Message.Standing> standings) {
        return new Message.Beacon(local.space().value().head(Message.SPACE_SIZE), self,
            local.roster().tag(), local.graph().size(), salt, digest, ordinals, start, standings);
    }

    private static int size(Message.Standing standing, boolean ordinals) {
        int height = new WireWriter().number(standing.height()).size();
        return ordinals ? height : height + Roster.PREFIX_SIZE + Message.CHECK_SIZE;
    }

    /** A beacon went out: the next goes on where it ended. */
    void sent(Message.Beacon beacon) {
        from = (int) beacon.from() + beacon.standings().size();
        from = from >= local.roster().size() ? 0 : from;
        detailed = Math.max(0, detailed - Math.max(1, beacon.standings().size()));
    }

    /** What to ask of the sender of a beacon, or nothing if nothing is lacking. */
    Optional<Message.Need> need(Message.Beacon beacon, Bytes self, int frameBytes) {
        if (Digest.all(local.graph(), local.roster(), beacon.salt()).equals(beacon.digest())) {
            return Optional.empty();
        }
        boolean ordinals = beacon.roster().equals(local.roster().tag());
        boolean more = unclear(beacon);
        List<Message.Want> wants = new ArrayList<>();
        for (FeedId feed : wants(beacon)) {
            wants.add(want(feed, ordinals, suspect(beacon, feed), frameBytes));
        }
        if (!ordinals) {
            unknown(beacon, wants);
        }
        Message.Need need = need(beacon, self, ordinals, more, wants);
        while (need.encode().size() > frameBytes) {
            wants.remove(wants.size() - 1);
            need = need(beacon, self, ordinals, more, wants);
        }
        return wants.isEmpty() && !more ? Optional.empty() : Optional.of(need);
    }

    /** Feeds of which this box has nothing yet. */
    private void unknown(Message.Beacon beacon, List<Message.Want> wants) {
        for (Message.Standing standing : beacon.standings()) {
            if (known(beacon, standing).isEmpty() && standing.feed().prefix().isPresent()
                && !inflow.isStranger(standing.feed().prefix().get())
                && wants.size() < WANTS_MAX) {
                Bytes prefix = standing.feed().prefix().get();
                wants.add(new Message.Want(standing.feed(), List.of(), inflow.offset(prefix, 1),
                    inflow.waiting(prefix, 1)));
            }
        }
    }

    private Message.Need need(Message.Beacon beacon, Bytes self, boolean ordinals, boolean more,
                              List<Message.Want> wants) {
        return new Message.Need(beacon.space(), beacon.sender(), self,
            ordinals ? Optional.of(beacon.roster()) : Optional.empty(), more, wants);
    }

    private Message.Want want(FeedId id, boolean ordinals, boolean suspect, int frameBytes) {
        Message.Ref ref = ordinals
            ? Message.Ref.at(local.roster().ordinal(id).orElseThrow())
            : Message.Ref.named(Roster.prefix(id));
        Feed feed = local.graph().feed(id).orElseThrow();
        int most = Math.max(KNOWN_MIN, (frameBytes - NEED_BYTES) / (2 * KNOWN_BYTES));
        Set<Place> named = new LinkedHashSet<>();
        feed.tips().stream().sorted(HIGHEST_FIRST).limit(most / 2).forEach(named::add);
        if (suspect) {
            feed.at(1).stream().limit(1).forEach(named::add);
            for (long back = 1; back < feed.height() && named.size() < most; back *= 2) {
                named.add(feed.at(feed.height() - back).get(0));
            }
        }
        return new Message.Want(ref, named.stream().sorted(HIGHEST_FIRST)
            .map(place -> new Message.Known(place.number(), Entry.check(place.id()))).toList(),
            suspect ? 0 : inflow.offset(Roster.prefix(id), feed.height() + 1),
            suspect ? Bytes.EMPTY : inflow.waiting(Roster.prefix(id), feed.height() + 1));
    }

    /** The feeds of which the sender of a beacon holds more, or another branch. */
    private List<FeedId> wants(Message.Beacon beacon) {
        List<FeedId> wants = new ArrayList<>();
        for (Message.Standing standing : beacon.standings()) {
            Optional<Feed> feed = known(beacon, standing);
            if (feed.isPresent() && wants.size() < WANTS_MAX
                && !inflow.refusing().contains(feed.get().id()) && !closed(feed.get())
                && (standing.height() > feed.get().height()
                    || otherBranch(standing, feed.get()))) {
                wants.add(feed.get().id());
            }
        }
        return wants;
    }

    private boolean suspect(Message.Beacon beacon, FeedId id) {
        Feed feed = local.graph().feed(id).orElseThrow();
        return feed.forked() || inflow.suspects().contains(id)
            || beacon.standings().stream().anyMatch(s -> known(beacon, s)
                .filter(f -> f.id().equals(id)).isPresent() && s.height() <= feed.height());
    }

    /** Whether the checks show tips that are not among the ancestors of what is held. */
    private static boolean otherBranch(Message.Standing standing, Feed feed) {
        return standing.check().size() > 0 && !standing.check().equals(Digest.feed(feed))
            && feed.at(standing.height()).stream()
                .noneMatch(place -> Digest.single(place).equals(standing.check()));
    }

    /** Whether a beacon tells too little: the same heights, or feeds that only it can count. */
    private boolean unclear(Message.Beacon beacon) {
        if (!beacon.ordinals()) {
            return false;
        }
        boolean last = beacon.from() + beacon.standings().size() >= local.roster().size();
        return !beacon.roster().equals(local.roster().tag())
            || last && beacon.standings().stream().allMatch(standing ->
                known(beacon, standing).filter(f -> f.height() == standing.height() || closed(f))
                    .isPresent());
    }

    private boolean closed(Feed feed) {
        return Admission.closed(local.graph(), feed);
    }

    private Optional<Feed> known(Message.Beacon beacon, Message.Standing standing) {
        Roster roster = local.roster();
        Optional<FeedId> id = standing.feed().prefix().map(roster::named).orElseGet(() ->
            beacon.roster().equals(roster.tag()) ? roster.at(standing.feed().ordinal())
                : Optional.empty());
        return id.flatMap(local.graph()::feed);
    }
}
