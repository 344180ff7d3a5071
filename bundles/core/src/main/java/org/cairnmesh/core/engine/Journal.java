// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.fold.Cover;
import org.cairnmesh.core.fold.Projections;
import org.cairnmesh.core.sync.Roster;

/**
 * What a box holds in memory of its log: the graph and the projections, and what the next commit
 * will write. Made from a log, and thrown away with it.
 */
public final class Journal {
    final EventLog log;
    final Graph graph;
    final Bodies bodies;
    final Projections projections;
    /** Every sealed block in the order in which it arrived. */
    final List<Place> arrivals;
    final Map<Kind, Long> kinds = new TreeMap<>();
    final Quarantine quarantine;
    /** The space of the blocks; none if there are none. */
    Optional<SpaceId> space = Optional.empty();
    long events;
    long unreadable;
    /** Sealed blocks of which this box has no key, in the order in which they arrived. */
    final Set<Place> locked = new LinkedHashSet<>();
    final Lacking lacking = new Lacking(this);
    final Keyring keyring;
    /** Who belongs to the space. */
    final Registry registry;

    /** Blocks that were admitted and whose bodies were not read yet, as they arrived. */
    private final Set<Place> unread = new LinkedHashSet<>();
    private final List<Staged> stage = new ArrayList<>();
    private final List<Block> append = new ArrayList<>();
    private final Map<String, Bytes> marks = new HashMap<>();
    private final Tails tails;
    private final Optional<Counts> saved;
    private int sealed;
    private long savedEvents;
    private Roster roster = Roster.of(List.of());
    private long rosterEra;
    private int rosterFeeds;

    /** Whether the medium takes what is to be written. */
    final boolean writable;

    /** Of a box in a space that everyone is in who knows its name. */
    public Journal(EventLog log) {
        this(log, Registry.free(), true);
    }

    /** @param writable whether the medium takes what is to be written; else it is only read */
    Journal(EventLog log, Registry registry, boolean writable) {
        this(log, registry, registry, Rules.NONE, writable);
    }

    /** Of a space of which somebody knows the keys. */
    public Journal(EventLog log, Keyring keyring) {
        this(log, keyring, Rules.NONE);
    }

    /** Of a space of which somebody knows the keys and rules. */
    public Journal(EventLog log, Keyring keyring, Rules rules) {
        this(log, keyring, Registry.free(), rules, true);
    }

    private Journal(EventLog log, Keyring keyring, Registry registry, Rules rules,
                    boolean writable) {
        this(log, keyring, registry, rules, writable, Counts.read(log.checkpoint()));
        Reading reading = new Reading(this);
        while (!reading.step(Integer.MAX_VALUE)) {
            continue;
        }
    }

    private Journal(EventLog log, Keyring keyring, Registry registry, Rules free,
                    boolean writable, Optional<Counts> saved) {
        this.log = log;
        this.keyring = keyring;
        this.registry = registry;
        this.writable = writable;
        this.saved = saved;
        this.quarantine = new Quarantine(log);
        registry.keepIn(this);
        registry.load(log);
        Rules rules = registry.governed() ? registry.rules() : free;
        this.graph = new Graph(rules);
        this.arrivals = graph.arrived();
        this.bodies = new Bodies(log, keyring);
        List<Cover> covers = new ArrayList<>(Projections.covers(log.checkpoint()));
        saved.map(Counts::cover).ifPresent(covers::add);
        this.tails = new Tails(covers, rules);
        this.projections = new Projections(graph, bodies, log.checkpoint(), tails);
    }

    /**
     * A journal that a {@link Reading} has still to fill.
     *
     * @param writable whether the medium takes what is to be written; else it is only read
     */
    static Journal unread(EventLog log, Registry registry, boolean writable) {
        return new Journal(log, registry, registry, Rules.NONE, writable,
            Counts.read(log.checkpoint()));
    }

    /** Adds a block of the log, of which the header only has been read. */
    void read(Header header, Block block) {
        space = Optional.of(header.space());
        lacking.note(arrived(graph.add(header, block.id())), block);
    }

    /** Takes the counts of the checkpoint; answers how many of the first blocks they cover. */
    int restoreCounts() {
        Optional<Counts> fitting = saved.filter(counts -> tails.moved(counts.cover()).isPresent());
        fitting.ifPresent(counts -> {
            kinds.putAll(counts.kinds());
            unreadable = counts.unreadable();
            counts.locked().forEach(arrival -> locked.add(arrivals.get(arrival)));
        });
        int blocks = fitting.map(counts -> counts.cover().blocks()).orElse(0);
        arrivals.subList(0, blocks).forEach(place -> savedEvents += place.events());
        return blocks;
    }

    /** Takes what a block that has arrived holds. */
    void take(Place place, Contents contents) {
        unreadable += contents instanceof Contents.Damaged ? 1 : 0;
        if (contents instanceof Contents.Locked) {
            locked.add(place);
        }
        if (contents instanceof Contents.Clear clear) {
            bodies.save(place, clear.events());
        }
        bodies.put(place, contents.events());
        if (place.author().role() == Founding.Role.RECORDS) {
            contents.events().forEach(event -> registry.note(place.author().device(), event));
        }
        if (place.counts()) {
            count(place, contents.events());
        }
    }

    private void count(Place place, List<Event> counting) {
        if (place.author().role() == Founding.Role.RECORDS) {
            counting.forEach(this::count);
        }
    }

    /** A block counts no more. */
    private void left(Place place) {
        bodies.of(place).forEach(event -> kinds.computeIfPresent(event.kind(),
            (kind, count) -> count == 1 ? null : count - 1));
    }

    /** Other rules hold from now on; nothing may be staged. */
    void rule(Rules rules) {
        read(Integer.MAX_VALUE);
        Graph.Change change = graph.apply(rules);
        tails.rule(rules);
        change.moved().stream().filter(place -> !place.counts()).forEach(this::left);
        change.added().forEach(place -> count(place, bodies.of(place)));
        projections.changed(change.added(), change.moved());
    }

    /** Notes a block that is new in the graph, the first of these, and what moved because of it. */
    private Place arrived(Set<Place> moved) {
        Place place = moved.iterator().next();
        moved.remove(place);
        tails.arrived(place, moved);
        events += place.events();
        return place;
    }

    /**
     * Heeds what has come of the roster, and keys; nothing may be staged.
     *
     * @return whether it changed who belongs to the space, or which keys are here
     */
    boolean heed() {
        boolean news = registry.refresh();
        if (news) {
            rule(registry.rules());
        }
        while (registry.keysCame()) {
            unlock();
            news = true;
        }
        return news;
    }

    /** Whether a block is sealed with this key. */
    boolean sealedWith(Bytes key) {
        return graph.places().stream().anyMatch(place -> place.key().equals(key));
    }

    /** What can be read of a branch: its last block of which that is true of all before it too. */
    Optional<Place> readable(Place tip) {
        Optional<Place> read = Optional.of(tip);
        if (locked.stream().anyMatch(place -> place.feed().equals(tip.feed()))) {
            for (Optional<Place> at = read; at.isPresent(); at = at.get().previous()) {
                read = locked.contains(at.get()) ? at.get().previous() : read;
            }
        }
        return read;
    }

    /** A value that is kept with the log, or will be with the next commit; empty if none is. */
    Bytes marked(String name) {
        return marks.getOrDefault(name, log.marks().getOrDefault(name, Bytes.EMPTY));
    }

    /**
     * Reads the blocks whose keys have come since they arrived, and folds their events. No
     * checkpoint that was made before covers them.
     *
     * @return how many of them are locked no more
     */
    int unlock() {
        List<Place> places = locked.stream()
            .filter(p -> keyring.key(p.key(), p.author().device()).isPresent()).toList();
        if (places.isEmpty()) {
            return 0;
        }
        places.forEach(locked::remove);
        bodies.unlock(places);
        places.forEach(place -> take(place, bodies.decode(place, bodies.block(place))));
        tails.keep(List.of());
        projections.changed(places.stream().filter(Place::counts).toList(), List.of());
        return places.size();
    }

    /** Counts an event of its kind, unless that is about the space itself. */
    void count(Event event) {
        if (!event.kind().equals(Stopgap.KIND)) {
            kinds.merge(event.kind(), 1L, Long::sum);
        }
    }

    /** Adds a block of another box; it is folded once it is {@link #read}. */
    void admit(Block block, Header header) {
        Set<Place> moved = graph.add(header, block.id());
        Place place = arrived(moved);
        moved.removeAll(unread);
        moved.stream().filter(p -> !p.counts()).forEach(this::left);
        registry.note(header, block);
        unread.add(place);
        write(place, block);
        projections.changed(List.of(), moved);
    }

    /**
     * Reads and folds the oldest of the blocks that were admitted, about so many events; answers
     * whether none is left. A contact may be short: blocks are taken and made durable first.
     */
    boolean read(int eventsMax) {
        for (int done = 0; done < eventsMax && !unread.isEmpty();) {
            Place place = unread.iterator().next();
            unread.remove(place);
            take(place, bodies.decode(place, block(place)));
            projections.changed(place.counts() ? List.of(place) : List.of(), List.of());
            done += place.events() + 1;
        }
        return unread.isEmpty();
    }

    /** Whether every block that was admitted is folded. */
    boolean allRead() {
        return unread.isEmpty();
    }

    /** Whether a block is admitted and not folded: nobody can have seen it here. */
    boolean isUnread(Place place) {
        return unread.contains(place);
    }

    /** The highest block up to this one, in its feed, that is folded; nothing if none is. */
    Optional<Place> folded(Place tip) {
        Optional<Place> place = Optional.of(tip);
        while (place.isPresent() && isUnread(place.get())) {
            place = place.get().previous();
        }
        return place;
    }

    /** Adds a block that was sealed from staged events; they are counted already. */
    void sealed(Place place, Block block, Collection<Place> moved, List<Event> of,
                History next) {
        if (block.number() == 1) {
            registry.note(Header.decode(block.header()), block);
        }
        tails.arrived(place, moved);
        bodies.put(place, next);
        events += of.size();
        bodies.put(place, List.copyOf(of));
        bodies.save(place, of);
        sealed += of.size();
        write(place, block);
        projections.changed(List.of(), moved);
    }

    private void write(Place place, Block block) {
        append.add(block);
        lacking.note(place, block);
        quarantine.arrived(block.id());
        bodies.add(place, block);
    }

    void stage(Staged event) {
        stage.add(event);
    }

    void mark(String name, Bytes value) {
        marks.put(name, value);
    }

    /** Whether there is something to write. */
    boolean dirty() {
        return !(stage.isEmpty() && append.isEmpty() && marks.isEmpty() && lacking.written());
    }

    /** Writes all that was staged, sealed and admitted since the last commit; durable on return. */
    void commit() {
        log.commit(new Batch(stage, append, sealed, marks));
        stage.clear();
        append.clear();
        marks.clear();
        bodies.written();
        sealed = 0;
        lacking.write(tails);
    }

    /** How many sealed events the checkpoint does not cover. */
    long unsavedEvents() {
        return events - savedEvents;
    }

    /**
     * Puts into the checkpoint what follows from the log; not between a change and its commit.
     *
     * @param staged the events that are counted and not sealed
     * @return false if it cannot be kept
     */
    boolean save(List<Event> staged) {
        Cover cover = tails.cover();
        Map<Kind, Long> counted = new TreeMap<>(kinds);
        staged.forEach(event -> counted.merge(event.kind(), -1L, Long::sum));
        counted.values().removeIf(count -> count == 0);
        new Counts(cover, unreadable, counted,
            locked.stream().map(Place::arrival).toList()).write(log.checkpoint());
        projections.save(cover);
        tails.keep(Projections.covers(log.checkpoint()));
        savedEvents = events;
        return log.checkpoint().commit();
    }

    Block block(Place place) {
        return bodies.block(place);
    }

    Roster roster() {
        if (rosterFeeds != graph.feeds().size() || rosterEra != registry.era()) {
            rosterFeeds = graph.feeds().size();
            rosterEra = registry.era();
            roster = Roster.of(registry.shared(graph.feeds()));
        }
        return roster;
    }

    long contested() {
        return graph.feeds().stream().filter(Feed::forked).mapToLong(Feed::contested).sum();
    }
}
