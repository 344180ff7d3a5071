// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Place;

/** The blocks that others asked this box for, each after the blocks that it names. */
final class Outflow {
    /** More is not queued, and would be too far ahead to be kept: it is asked for again. */
    private static final int PLACES_MAX = Admission.GAP_MAX;

    /** Who belongs to the space has to be known before what they recorded is taken. */
    private static final Comparator<Place> ROSTER_FIRST = Comparator.comparing(
        (Place place) -> place.author().role() != Founding.Role.ROSTER).thenComparing(Place.ORDER);

    private final Local local;
    private List<Place> queue = new ArrayList<>();
    private final Map<Place, Integer> offsets = new HashMap<>();
    private Optional<Bytes> roster = Optional.empty();
    /** The block that is being sent, and by whose ordinals it names feeds. */
    private Bytes wire = Bytes.EMPTY;
    private Optional<Bytes> wireRoster = Optional.empty();

    Outflow(Local local) {
        this.local = local;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Queues what a need asks for; answers false if there is nothing of it here. */
    boolean asked(Message.Need need) {
        boolean sameRoster =
            need.roster().isPresent() && need.roster().get().equals(local.roster().tag());
        if (need.roster().isPresent() && !sameRoster) {
            return false;
        }
        Set<Place> wanted = new TreeSet<>(ROSTER_FIRST);
        for (Message.Want want : need.wants()) {
            feed(want.feed()).ifPresent(feed -> wanted(feed, want, wanted));
        }
        boolean any = !wanted.isEmpty();
        Optional<Place> current = queue.stream().findFirst();
        wanted.addAll(queue);
        List<Place> merged = new ArrayList<>();
        current.ifPresent(merged::add);
        wanted.stream().filter(place -> current.isEmpty() || place != current.get())
            .limit(PLACES_MAX).forEach(merged::add);
        queue = merged;
        if (any) {
            roster = sameRoster ? need.roster() : Optional.empty();
        }
        return any;
    }

    private Optional<Feed> feed(Message.Ref ref) {
        Roster held = local.roster();
        return ref.prefix().map(held::named).orElseGet(() -> held.at(ref.ordinal()))
            .flatMap(local.graph()::feed);
    }

    private void wanted(Feed feed, Message.Want want, Set<Place> wanted) {
        List<Place> known = new ArrayList<>();
        long unknown = 0;
        long least = Long.MAX_VALUE;
        for (Message.Known k : want.known()) {
            List<Place> fit = feed.at(k.number()).stream()
                .filter(place -> place.id().value().startsWith(k.check())).toList();
            known.addAll(fit);
            least = Math.min(least, k.number());
            if (fit.isEmpty()) {
                unknown = Math.max(unknown, k.number());
            }
        }
        long from = known.isEmpty() ? least == 1 ? 1 : unknown + 1 : feed.forked() ? 1
            : known.stream().mapToLong(Place::number).max().orElse(0) + 1;
        for (long number = from; number <= feed.height(); number++) {
            for (Place place : feed.at(number)) {
                boolean waits = known.size() <= 1 && want.waits(number);
                if (!waits && known.stream().noneMatch(k -> local.graph().reaches(place, k))) {
                    wanted.add(place);
                    if (want.offset() > 0 && number == from) {
                        offsets.put(place, want.offset());
                    }
                }
            }
            if (wanted.size() > PLACES_MAX) {
                return;
            }
        }
    }

    /** The next part to send, of a frame of this size; call {@link #sent} once it is sent. */
    Message.Part next(int frameBytes) {
        Place place = queue.get(0);
        Optional<Roster> names = names(place);
        Optional<Bytes> tag = names.map(Roster::tag);
        if (wire.size() == 0 || !tag.equals(wireRoster)) {
            if (wire.size() > 0) {
                offsets.remove(place);
            }
            wire = WireBlock.encode(local.block(place), place.previous(), names);
            wireRoster = tag;
        }
        int offset = offset(place);
        Message.Ref feed = names
            .map(r -> Message.Ref.at(r.ordinal(place.feed()).orElseThrow()))
            .orElseGet(() -> Message.Ref.named(Roster.prefix(place.feed())));
        Message.Part empty = part(place, names, feed, offset, wire.slice(offset, 1));
        int room = frameBytes - empty.encode().size() + 1;
        return part(place, names, feed, offset,
            wire.slice(offset, Math.min(room, wire.size() - offset)));
    }

    private Message.Part part(Place place, Optional<Roster> names, Message.Ref feed, int offset,
                              Bytes bytes) {
        return new Message.Part(local.space().value().head(Message.SPACE_SIZE),
            names.map(Roster::tag), feed, place.number(), Entry.check(place.id()), wire.size(),
            offset, bytes);
    }

    private int offset(Place place) {
        int offset = offsets.getOrDefault(place, 0);
        return offset < wire.size() ? offset : 0;
    }

    /** The roster to name feeds by, if whoever asked has the same, also now. */
    private Optional<Roster> names(Place place) {
        Roster held = local.roster();
        return roster.isPresent() && roster.get().equals(held.tag())
            && WireBlock.covers(held, place) ? Optional.of(held) : Optional.empty();
    }

    /** A part was sent. */
    void sent(Message.Part part) {
        Place place = queue.get(0);
        int offset = part.offset() + part.bytes().size();
        if (offset < part.size()) {
            offsets.put(place, offset);
            return;
        }
        offsets.remove(place);
        queue.remove(0);
        wire = Bytes.EMPTY;
        if (queue.isEmpty()) {
            offsets.clear();
        }
    }
}
