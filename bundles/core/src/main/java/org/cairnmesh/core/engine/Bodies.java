// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayDeque;
import java.util.Collection;
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
import org.cairnmesh.core.feed.Envelope;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.fold.Events;

/** The events of blocks, read from the log and kept for a while: those used last. */
final class Bodies implements Events {
    static final int BLOCKS_KEPT = 256;
    private static final int HISTORIES_KEPT = 128;
    private static final int READ_AHEAD = 4;
    private static final int PLAINS_KEPT = 64;
    private static final String PLAIN = "plain:1";

    private final EventLog log;
    private final Keyring keyring;
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
    private final Map<Place, History> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, History> eldest) {
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

    /** What a body holds, and the history after it. */
    private record Opened(Contents contents, History next) { }

    Bodies(EventLog log, Keyring keyring) {
        this.log = log;
        this.keyring = keyring;
        this.checkpoint = log.checkpoint();
    }

    @Override
    public List<Event> of(Place place) {
        List<Event> events = open.getOrDefault(place, kept.get(place));
        if (events == null) {
            events = decoded(place).events();
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

    /**
     * Puts the events of a sealed place, which were decoded, into the checkpoint; not if some have
     * sensitive values, for these are kept in one place only.
     */
    void save(Place place, List<Event> events) {
        if (!place.hasEnvelopes() && plain(place).isEmpty()) {
            checkpoint.put(PLAIN, Bytes.ofLong(place.arrival()), Plain.encode(place, events));
            plains.remove(place);
        }
    }

    /** What a block of the log holds, as it was decoded once or decoded now. */
    Contents decoded(Place place) {
        return plain(place).<Contents>map(plain -> new Contents.Clear(plain.events(place)))
            .orElseGet(() -> decode(place, block(place)));
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

    /** What the body of a block holds. */
    Contents decode(Place place, Block block) {
        Opened opened = open(place, block, before(place));
        histories.put(place, opened.next);
        return opened.contents;
    }

    /** What a body goes on from: what its ancestors hold. */
    private History before(Place place) {
        return goesOn(place) ? after(place.previous().orElseThrow()) : History.NONE;
    }

    private static boolean goesOn(Place place) {
        return place.hasHistory() && place.isReadable();
    }

    /** What a place and its ancestors hold, back to the last that stands on its own. */
    History after(Place place) {
        Deque<Place> missing = new ArrayDeque<>();
        Place at = place;
        History history = histories.get(at);
        while (history == null) {
            missing.push(at);
            history = goesOn(at) ? histories.get(at.previous().orElseThrow()) : History.NONE;
            at = at.previous().orElse(at);
        }
        for (Place next : missing) {
            history = open(next, block(next), history).next;
        }
        histories.put(place, history);
        return history;
    }

    /** The history after a block that was sealed here. */
    void put(Place place, History next) {
        histories.put(place, next);
    }

    private Opened open(Place place, Block block, History history) {
        if (!place.isReadable()) {
            return new Opened(new Contents.Damaged(), history);
        }
        Bytes body = block.body();
        Optional<SpaceKey> key = Optional.empty();
        if (place.key().size() > 0) {
            key = keyring.key(place.key(), place.author().device());
            if (key.isEmpty()) {
                return new Opened(new Contents.Locked(place.key()), history);
            }
            Optional<Bytes> clear = key.get().open(Header.decode(block.header()), body);
            if (clear.isEmpty()) {
                return new Opened(new Contents.Damaged(), history);
            }
            body = clear.get();
        }
        Optional<SpaceKey> with = key;
        return Body.read(body, new EventId(place.origin(), place.first()), place.events(),
                place.dictionary(), history)
            .map(read -> new Opened(new Contents.Clear(
                whole(read.events(), block, with)), read.next()))
            .orElseGet(() -> new Opened(new Contents.Damaged(), history));
    }

    private static List<Event> whole(List<Event> events, Block block, Optional<SpaceKey> key) {
        return block.envelopes().isEmpty() ? events : Envelope.opened(events, block, key);
    }

    /** Forgets what was made of places whose keys have come. */
    void unlock(Collection<Place> places) {
        places.forEach(kept::remove);
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
