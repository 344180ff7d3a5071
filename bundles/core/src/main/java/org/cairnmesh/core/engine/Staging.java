// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Envelope;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Graph.Spot;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Pending;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.fold.Projections;

/**
 * The box's own feed: events are staged into an open block, and sealed. Its context names first
 * what its events replaced, then a few tips more. A feed of this device that shows a block which
 * this box lacks is never appended to again: what is staged goes into a new feed.
 */
final class Staging {
    /** Staged events are sealed after this time at the latest. */
    static final long SEAL_MILLIS = 15 * 60_000;

    private static final String FEED_MARK = "feed";

    private final Journal journal;
    private final Graph graph;
    private final Projections projections;
    private final Box box;
    private final Sealer sealer;
    private final Author author;
    private final Bytes start;
    private final Bytes origin;
    private final Map<String, EventId> tokens = new HashMap<>();
    /** How the staged events that have sensitive values are parted. */
    private final Map<EventId, Enclosed> enclosed = new HashMap<>();
    private Optional<FeedId> feed;
    private Optional<Open> open = Optional.empty();
    private long next;

    Staging(Journal journal, Box box, long nowMillis) {
        this.journal = journal;
        this.graph = journal.graph;
        this.projections = journal.projections;
        this.box = box;
        this.sealer = new Sealer(box.space(), box.identity());
        this.start = draw();
        this.origin = Author.origin(box.identity().device(), start);
        this.author = Author.of(box.identity(), box.name());
        this.feed = Optional.ofNullable(journal.log.marks().get(FEED_MARK))
            .filter(mark -> mark.size() > FeedId.SIZE
                && mark.slice(FeedId.SIZE, mark.size() - FeedId.SIZE).equals(journal.log.id()))
            .map(mark -> new FeedId(mark.head(FeedId.SIZE)))
            .filter(id -> graph.feed(id).filter(f -> f.author().device().equals(author.device()))
                .isPresent() && !graph.rules().ended(id));
        resume(nowMillis);
    }

    /**
     * Seals what was staged when the box stopped. Where nothing can be written it is only shown, as
     * far as it fits one block: a block that is not durable must not be passed on.
     */
    private void resume(long nowMillis) {
        Map<EventId, EventId> renamed = new HashMap<>();
        for (Pending pending : journal.quarantine.staged()) {
            Event event = whole(ours(pending, renamed), pending.envelope());
            boolean follows = open.isPresent()
                && open.get().place.start().equals(pending.start())
                && open.get().place.first() + open.get().events.size() == event.id().number()
                && fits(open.get(), event);
            if (!follows) {
                if (open.isPresent() && !journal.writable) {
                    return;
                }
                seal(nowMillis);
                begin(pending.start(), event.id().number(), nowMillis);
            }
            journal.count(event);
            pending.replaced().forEach(id ->
                graph.get(id).ifPresent(open.orElseThrow().replaced::add));
            put(event, nowMillis);
        }
        if (journal.writable) {
            seal(nowMillis);
        }
    }

    /**
     * A staged event as this device can seal it: if another device of this box staged it, its id
     * is one of this device now, because the origin of an id is bound to who seals it.
     */
    private Event ours(Pending pending, Map<EventId, EventId> renamed) {
        Event event = pending.event();
        Bytes from = author.origin(pending.start());
        if (from.equals(event.id().origin())) {
            return event;
        }
        EventId id = new EventId(from, event.id().number());
        renamed.put(event.id(), id);
        return new Event(id, event.kind(), event.payload(), event.by(), event.atMillis(),
            event.basis().map(basis -> basis.stream()
                .map(seen -> renamed.getOrDefault(seen, seen)).toList()));
    }

    /** The event as it is folded; what its block will hold of it is kept apart. */
    private Event whole(Event body, Bytes packed) {
        if (packed.size() == 0) {
            return body;
        }
        enclosed.put(body.id(), new Enclosed(body, packed));
        return Envelope.opened(body, packed);
    }

    Optional<Open> open() {
        return open;
    }

    Optional<FeedId> feed() {
        return feed;
    }

    int size() {
        return open.map(o -> o.events.size()).orElse(0);
    }

    /** The event that a draft with this token was appended as. */
    Optional<EventId> tokened(String token) {
        return Optional.ofNullable(tokens.get(token)).or(() -> journal.log.tokened(token)
            .map(name -> EventId.parse(new String(name.toArray(),
                StandardCharsets.US_ASCII))));
    }

    /** Appends a draft that keeps the limits; durable with the next commit of the journal. */
    EventId append(Draft draft, long nowMillis) {
        EventId id = new EventId(origin, next++);
        Event body = new Event(id, draft.kind(), draft.payload(), draft.by(),
            draft.atMillis().orElse(time(nowMillis)), draft.basis());
        Bytes packed = draft.sensitive().entries().isEmpty() ? Bytes.EMPTY
            : Envelope.pack(draw(Envelope.SALT_SIZE), draft.sensitive());
        Event event = whole(body, packed);
        if (open.isPresent() && !fits(open.get(), event)) {
            seal(nowMillis);
        }
        if (open.isEmpty()) {
            begin(start, id.number(), nowMillis);
        }
        if (event.basis().isPresent()) {
            Event without = withoutBasis(event);
            Spot spot = new Spot(open.get().place, open.get().events.size());
            if (projections.basisIsAll(spot, event, without)) {
                body = withoutBasis(body);
                event = whole(body, packed);
            }
        }
        Set<Place> replaced = put(event, nowMillis);
        journal.count(event);
        Bytes name = Bytes.of(id.toString().getBytes(StandardCharsets.US_ASCII));
        journal.stage(new Staged(new Pending(open.get().place.start(), body,
            replaced.stream().map(Place::id).toList(), packed).encode(), name, draft.token()));
        if (!draft.token().isEmpty()) {
            tokens.put(draft.token(), id);
        }
        if (draft.urgent()) {
            seal(nowMillis);
        }
        return id;
    }

    private static Event withoutBasis(Event event) {
        return new Event(event.id(), event.kind(), event.payload(), event.by(), event.atMillis(),
            Optional.empty());
    }

    /** The tokens of what was committed are in the log now. */
    void committed() {
        tokens.clear();
    }

    /**
     * Puts an event into the open block and folds it; answers what it replaced in blocks that the
     * open one had not named.
     */
    private Set<Place> put(Event event, long nowMillis) {
        Open block = open.orElseThrow();
        Spot spot = new Spot(block.place, block.events.size());
        block.events.add(event);
        graph.extend(block.place, block.context, block.events.size());
        Set<Place> unseen = new HashSet<>(projections.stage(spot, event));
        block.replaced.stream().filter(place -> !graph.saw(block.place, place))
            .forEach(unseen::add);
        if (unseen.isEmpty()) {
            return unseen;
        }
        Set<Place> cover = cover(unseen);
        if (block.context.size() + cover.size() > Limits.CONTEXT_MAX) {
            return putLater(event, unseen, cover, nowMillis);
        }
        block.replaced.addAll(unseen);
        block.context.addAll(cover);
        graph.extend(block.place, block.context, block.events.size());
        projections.add(spot, event);
        projections.changed(List.of(), List.of(block.place));
        return unseen;
    }

    /** An event whose block would name too much: blocks before it name some of that. */
    private Set<Place> putLater(Event event, Set<Place> unseen, Set<Place> cover,
                                long nowMillis) {
        Open block = open.orElseThrow();
        projections.retract(block.place);
        block.events.remove(block.events.size() - 1);
        graph.extend(block.place, block.context, block.events.size());
        for (int i = 0; i < block.events.size(); i++) {
            projections.add(new Spot(block.place, i), block.events.get(i));
        }
        if (block.events.isEmpty()) {
            block.context.clear();
            cover.stream().limit(Limits.CONTEXT_MAX).forEach(block.context::add);
            graph.extend(block.place, block.context, 0);
        }
        sealNow(nowMillis);
        begin(block.place.start(), event.id().number(), nowMillis);
        open.orElseThrow().replaced.addAll(unseen);
        put(event, nowMillis);
        return unseen;
    }

    /** Tips that follow all of the blocks. */
    private Set<Place> cover(Set<Place> places) {
        Set<Place> tips = new HashSet<>();
        for (Place place : places) {
            graph.feed(place.feed()).orElseThrow().tips().stream()
                .flatMap(tip -> journal.folded(tip).stream())
                .filter(tip -> graph.reaches(place, tip)).findFirst().ifPresent(tips::add);
        }
        return tips;
    }

    /** Whether a packet takes the event too; the first event always has its block. */
    private boolean fits(Open open, Event event) {
        boolean encrypted = journal.keyring.current().isPresent();
        return open.events.isEmpty() || open.envelopesFit(event)
            && open.sizeWith(event, encrypted) <= Sealer.room(open.place, encrypted);
    }

    private void begin(Bytes from, long first, long nowMillis) {
        Optional<Founding> founding = feed.isPresent() ? Optional.empty()
            : Optional.of(new Founding(box.identity().publicKeys(), draw(), box.name()));
        FeedId id = feed.orElseGet(() -> founding.orElseThrow().feed(box.space()));
        Optional<Place> tip = feed.flatMap(graph::feed).map(f -> f.tips().get(0));
        Place place = graph.open(id, tip, tip.map(Place::author).orElse(author), from, first,
            time(nowMillis));
        Open block = new Open(place, founding, history(place, tip), enclosed);
        graph.feeds().stream().filter(f -> !f.id().equals(id)
            && f.author().role() == Founding.Role.RECORDS).map(Feed::tips)
            .flatMap(List::stream).flatMap(t -> journal.folded(t).stream())
            .flatMap(t -> journal.readable(t).stream()).distinct()
            .filter(t -> !graph.saw(place, t))
            .sorted(Comparator.comparing(Place::rank).reversed().thenComparing(Place.ORDER))
            .limit(Limits.CONTEXT_SPARE).forEach(block.context::add);
        graph.extend(place, block.context, 0);
        journal.bodies.put(place, block.events);
        open = Optional.of(block);
    }

    /** What a block goes on from: nothing where it has to stand on its own. */
    private History history(Place place, Optional<Place> tip) {
        Bytes key = journal.keyring.current().map(SpaceKey::id).orElse(Bytes.EMPTY);
        return place.number() % Header.KEY_EVERY == 1
            || tip.filter(t -> t.mayGoOn() && t.key().equals(key)).isEmpty()
            ? History.NONE : journal.bodies.after(tip.get());
    }

    /** Seals what is staged, if there is any. */
    void seal(long nowMillis) {
        if (size() > 0) {
            sealNow(nowMillis);
        } else {
            discard();
        }
    }

    private void discard() {
        open.ifPresent(block -> {
            projections.retract(block.place);
            graph.drop(block.place);
            journal.bodies.forget(block.place);
        });
        open = Optional.empty();
    }

    private void sealNow(long nowMillis) {
        Open block = open.orElseThrow();
        long rank = block.place.rank();
        Body.Written body = block.writer().written();
        Sealer.Sealed made = sealer.seal(block.place, block.events.size(), body, block.founding,
            time(nowMillis), clockSet(nowMillis), journal.keyring.current(),
            block.envelopes());
        Set<Place> moved = graph.seal(block.place, made.header(), made.block().id());
        if (rank == block.place.rank()) {
            moved.remove(block.place);
        }
        if (block.founding.isPresent()) {
            feed = Optional.of(block.place.feed());
            journal.mark(FEED_MARK, mark(block.place.feed()));
        }
        open = Optional.empty();
        block.events.forEach(event -> enclosed.remove(event.id()));
        journal.sealed(block.place, made.block(), moved, block.events, body.next());
    }

    /** The time to stamp with: a clock behind the roster, or out of all range, is stepped. */
    private long time(long nowMillis) {
        long least = graph.rules().floorMillis().orElse(0);
        return Math.min(Limits.TIME_MILLIS_MAX - 1, Math.max(least, nowMillis));
    }

    /** Whether the box's clock can be trusted: it is in range, and not behind the roster. */
    boolean clockSet(long nowMillis) {
        return nowMillis >= Doubter.PLAUSIBLE_MILLIS && time(nowMillis) == nowMillis;
    }

    /** Someone else wrote to the feed of this box: it goes on in a new one. */
    void renew(long nowMillis) {
        feed = Optional.empty();
        journal.mark(FEED_MARK, Bytes.EMPTY);
        Optional<Open> old = open;
        discard();
        old.filter(block -> !block.events.isEmpty()).ifPresent(block -> {
            begin(block.place.start(), block.place.first(), nowMillis);
            open.orElseThrow().replaced.addAll(block.replaced);
            block.events.forEach(event -> put(event, nowMillis));
            seal(nowMillis);
        });
    }

    /** A feed goes on only in the log that it began in: one that lost something has another id. */
    private Bytes mark(FeedId id) {
        byte[] mark = new byte[FeedId.SIZE + journal.log.id().size()];
        id.value().copyTo(mark, 0);
        journal.log.id().copyTo(mark, FeedId.SIZE);
        return Bytes.of(mark);
    }

    private Bytes draw() {
        return draw(EventId.ORIGIN_SIZE);
    }

    private Bytes draw(int size) {
        byte[] bytes = new byte[size];
        box.random().nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
