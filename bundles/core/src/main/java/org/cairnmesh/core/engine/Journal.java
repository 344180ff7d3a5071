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
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.fold.Projections;
import org.cairnmesh.core.sync.Roster;

/**
 * What a box holds in memory of its log: the graph and the projections, and what the next commit
 * will write. Made from a log, and thrown away with it.
 */
public final class Journal {
    private static final int PAGE = 256;

    final EventLog log;
    final Graph graph;
    final Bodies bodies;
    final Projections projections;
    /** Every sealed block in the order in which it arrived. */
    final List<Place> arrivals = new ArrayList<>();
    final Map<Kind, Long> kinds = new TreeMap<>();
    final Quarantine quarantine;
    /** The space of the blocks; none if there are none. */
    Optional<SpaceId> space = Optional.empty();
    long events;
    long unreadable;
    /** Sealed blocks of which this box has no key, in the order in which they arrived. */
    final Set<Place> locked = new LinkedHashSet<>();
    final Keyring keyring;

    private final List<Staged> stage = new ArrayList<>();
    private final List<Block> append = new ArrayList<>();
    private final Map<String, Bytes> marks = new HashMap<>();
    private int sealed;
    private Roster roster = Roster.of(List.of());

    /** Whether the medium takes what is to be written. */
    final boolean writable;

    /** Of a box in an open space. */
    public Journal(EventLog log) {
        this(log, Keyring.NONE, Rules.NONE);
    }

    public Journal(EventLog log, Keyring keyring) {
        this(log, keyring, Rules.NONE);
    }

    public Journal(EventLog log, Keyring keyring, Rules rules) {
        this(log, keyring, rules, true);
    }

    /** @param writable whether the medium takes what is to be written; else it is only read */
    Journal(EventLog log, Keyring keyring, Rules rules, boolean writable) {
        this.log = log;
        this.keyring = keyring;
        this.writable = writable;
        this.quarantine = new Quarantine(log);
        this.graph = new Graph(rules);
        this.bodies = new Bodies(log, keyring);
        this.projections = new Projections(graph, bodies);
        load();
        if (writable) {
            quarantine.write();
        }
    }

    /** Reads every block; one that is not what its id says is kept apart, as are its followers. */
    private void load() {
        for (long from = 0; ; from += PAGE) {
            List<Block> page = log.arrived(from, PAGE);
            for (Block block : page) {
                if (!quarantine.admits(graph, block)) {
                    continue;
                }
                Header header = Header.decode(block.header());
                space = Optional.of(header.space());
                Set<Place> moved = graph.add(header, block.id());
                Place place = moved.iterator().next();
                arrived(place, bodies.decode(place, block));
                moved.stream().filter(p -> p != place && !p.counts()).forEach(this::left);
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }

    private void arrived(Place place, Contents contents) {
        arrivals.add(place);
        events += place.events();
        take(place, contents);
    }

    private void take(Place place, Contents contents) {
        unreadable += contents instanceof Contents.Damaged ? 1 : 0;
        if (contents instanceof Contents.Locked) {
            locked.add(place);
        }
        bodies.put(place, contents.events());
        if (place.counts()) {
            contents.events().forEach(this::count);
        }
    }

    /** A block counts no more. */
    private void left(Place place) {
        bodies.of(place).forEach(event -> kinds.computeIfPresent(event.kind(),
            (kind, count) -> count == 1 ? null : count - 1));
    }

    /** Other rules hold from now on; nothing may be staged. */
    void rule(Rules rules) {
        Graph.Change change = graph.apply(rules);
        change.moved().stream().filter(place -> !place.counts()).forEach(this::left);
        change.added().forEach(place -> bodies.of(place).forEach(this::count));
        projections.changed(change.added(), change.moved());
    }

    /**
     * Reads the blocks whose keys have come since they arrived, and folds their events.
     *
     * @return how many of them are locked no more
     */
    int unlock() {
        List<Place> places = locked.stream()
            .filter(place -> keyring.key(place.key()).isPresent()).toList();
        locked.removeAll(places);
        bodies.unlock(places);
        places.forEach(place -> take(place, bodies.decode(place, bodies.block(place))));
        projections.changed(places.stream().filter(Place::counts).toList(), List.of());
        return places.size();
    }

    /** Counts an event of its kind. */
    void count(Event event) {
        kinds.merge(event.kind(), 1L, Long::sum);
    }

    /** Adds a block of another box. */
    void admit(Block block, Header header) {
        Set<Place> moved = graph.add(header, block.id());
        Place place = moved.iterator().next();
        moved.remove(place);
        moved.stream().filter(p -> !p.counts()).forEach(this::left);
        arrived(place, bodies.decode(place, block));
        write(place, block);
        projections.changed(List.of(place), moved);
    }

    /** Adds a block that was sealed from staged events; they are counted already. */
    void sealed(Place place, Block block, Collection<Place> moved, List<Event> of,
                History next) {
        arrivals.add(place);
        bodies.put(place, next);
        events += of.size();
        bodies.put(place, List.copyOf(of));
        sealed += of.size();
        write(place, block);
        projections.changed(List.of(), moved);
    }

    private void write(Place place, Block block) {
        append.add(block);
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
        return !(stage.isEmpty() && append.isEmpty() && marks.isEmpty());
    }

    /** Writes all that was staged, sealed and admitted since the last commit; durable on return. */
    void commit() {
        log.commit(new Batch(stage, append, sealed, marks));
        stage.clear();
        append.clear();
        marks.clear();
        bodies.written();
        sealed = 0;
    }

    Block block(Place place) {
        return bodies.block(place);
    }

    Roster roster() {
        if (roster.size() != graph.feeds().size()) {
            roster = Roster.of(graph.feeds());
        }
        return roster;
    }

    long contested() {
        return graph.feeds().stream().filter(Feed::forked).mapToLong(Feed::contested).sum();
    }
}
