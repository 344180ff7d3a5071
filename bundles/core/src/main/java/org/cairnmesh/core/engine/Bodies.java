// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.fold.Events;

/** The events of blocks, read from the log and kept for a while: those used last. */
final class Bodies implements Events {
    static final int BLOCKS_KEPT = 256;
    private static final int HISTORIES_KEPT = 256;
    private static final int READ_AHEAD = 4;
    private static final int PLAINS_KEPT = 64;
    private static final String PLAIN = "plain:1";

    private final EventLog log;
    private final Map<Place, List<Event>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, List<Event>> eldest) {
            return size() > BLOCKS_KEPT;
        }
    };
    /** The events of open places: no log holds them. */
    private final Map<Place, List<Event>> open = new HashMap<>();
    /** Blocks that the log does not hold yet. */
    private final Map<Place, Block> unwritten = new HashMap<>();

    /** The history that a block after the place has. */
    private final Map<Place, Bytes> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Bytes> eldest) {
            return size() > HISTORIES_KEPT;
        }
    };

    private final Checkpoint checkpoint;
    private final Map<Place, Optional<Plain>> plains = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Optional<Plain>> eldest) {
            return size() > PLAINS_KEPT;
        }
    };

    Bodies(EventLog log) {
        this.log = log;
        this.checkpoint = log.checkpoint();
    }

    @Override
    public List<Event> of(Place place) {
        List<Event> events = open.getOrDefault(place, kept.get(place));
        if (events == null) {
            events = plain(place).map(plain -> plain.events(place))
                .orElseGet(() -> decode(place, block(place)).orElse(List.of()));
            kept.put(place, events);
        }
        return events;
    }

    @Override
    public Event at(Place place, int index) {
        if (open.containsKey(place) || kept.containsKey(place)) {
            return of(place).get(index);
        }
        return plain(place).map(plain -> plain.at(place, index))
            .orElseGet(() -> of(place).get(index));
    }

    /** What the checkpoint has of a block. */
    private Optional<Plain> plain(Place place) {
        Optional<Plain> plain = plains.get(place);
        if (plain == null) {
            plain = place.sealed() ? checkpoint.get(PLAIN, Bytes.ofLong(place.arrival()))
                .map(Plain::new).filter(found -> found.isOf(place)) : Optional.empty();
            plains.put(place, plain);
        }
        return plain;
    }

    /** Puts the events of a sealed place, which were decoded, into the checkpoint. */
    void save(Place place, List<Event> events) {
        if (plain(place).isPresent()) {
            return;
        }
        checkpoint.put(PLAIN, Bytes.ofLong(place.arrival()), Plain.encode(place, events));
        plains.remove(place);
    }

    /** The events of a block as they were decoded once; nothing if its body cannot be read. */
    Optional<List<Event>> decoded(Place place) {
        Optional<List<Event>> saved = plain(place).map(plain -> plain.events(place));
        return saved.isPresent() ? saved : decode(place, block(place));
    }

    /** Keeps the events of a place: for a while, or until it is sealed or forgotten. */
    void put(Place place, List<Event> events) {
        if (place.sealed()) {
            open.remove(place);
            kept.put(place, events);
        } else {
            open.put(place, events);
        }
    }

    /** Forgets an open place. */
    void forget(Place place) {
        open.remove(place);
    }

    /** Keeps a block until it is {@link #written}. */
    void add(Place place, Block block) {
        unwritten.put(place, block);
    }

    /** The log holds every block now. */
    void written() {
        unwritten.clear();
    }

    /** How many sealed blocks' events are kept. */
    int size() {
        return kept.size();
    }

    /** The events of a block; nothing if its body cannot be read. */
    Optional<List<Event>> decode(Place place, Block block) {
        return Body.read(block.body(), new EventId(place.origin(), place.first()),
            place.events(), place.timeMillis(),
            place.hasHistory() ? history(place) : Bytes.EMPTY);
    }

    /** What the ancestors of a place hold, back to the last that stands on its own. */
    Bytes history(Place place) {
        Deque<Place> missing = new ArrayDeque<>();
        Place at = place;
        Bytes history = place.isKey() ? Bytes.EMPTY : histories.get(place.previous().orElseThrow());
        while (history == null) {
            at = at.previous().orElseThrow();
            missing.push(at);
            history = at.isKey() ? Bytes.EMPTY : histories.get(at.previous().orElseThrow());
        }
        for (Place next : missing) {
            history = Body.history(history, of(next), next.timeMillis());
            histories.put(next, history);
        }
        return history;
    }

    /** The block of a place. */
    Block block(Place place) {
        Block block = unwritten.get(place);
        return block != null ? block : read(place);
    }

    private Block read(Place place) {
        int wanted = READ_AHEAD;
        List<Block> blocks = log.read(place.feed(), place.number(), wanted);
        while (true) {
            for (Block block : blocks) {
                if (block.id().equals(place.id())) {
                    return block;
                }
            }
            if (blocks.size() < wanted) {
                throw new EventLogException("the log has lost block " + place);
            }
            wanted *= 4;
            blocks = log.read(place.feed(), place.number(), wanted);
        }
    }
}
