// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Frontier;

/**
 * All blocks that are held, and what follows from their headers alone: ranks, order, who saw what.
 * The same set of blocks gives the same answers in whatever order they were added.
 *
 * <p>A context entry that names no held block counts for nothing until that block comes; an entry
 * that fits several blocks of a forked feed names their deepest common ancestor; entries on a cycle
 * count for nothing. One thread.
 */
public final class Graph {
    private final Map<BlockId, Place> places = new HashMap<>();
    private final TreeMap<FeedId, Feed> feeds = new TreeMap<>();
    private final Map<Named, List<Place>> namers = new HashMap<>();
    private final Map<Bytes, TreeMap<Long, List<Place>>> origins = new HashMap<>();
    private boolean anyCycle;

    private record Named(FeedId feed, long number) { }

    /** An event in the block that holds it. */
    public record Spot(Place place, int index) implements Comparable<Spot> {
        @Override
        public int compareTo(Spot other) {
            int byPlace = Place.ORDER.compare(place, other.place);
            return byPlace != 0 ? byPlace : Integer.compare(index, other.index);
        }
    }

    public Optional<Place> get(BlockId id) {
        return Optional.ofNullable(places.get(id));
    }

    public Optional<Feed> feed(FeedId id) {
        return Optional.ofNullable(feeds.get(id));
    }

    /** Every feed of which something is held, by id. */
    public Collection<Feed> feeds() {
        return Collections.unmodifiableCollection(feeds.values());
    }

    public int size() {
        return places.size();
    }

    public Collection<Place> places() {
        return Collections.unmodifiableCollection(places.values());
    }

    public Frontier frontier() {
        Map<FeedId, List<Frontier.Tip>> tips = new TreeMap<>();
        feeds.forEach((id, feed) -> tips.put(id, feed.tips().stream()
            .map(place -> new Frontier.Tip(place.number(), place.id())).toList()));
        return new Frontier(tips);
    }

    /**
     * Adds a block whose previous is held.
     *
     * @return the block, and every other whose rank changed or whose author now counts as having
     *     seen more or less
     */
    public Set<Place> add(Header header, BlockId id) {
        Place previous = header.number() == 1 ? null : places.get(header.previous());
        Author author = previous == null ? Author.of(header.founding().orElseThrow())
            : previous.author();
        Place place = new Place(header.feed(), previous, author, header.start(), header.first());
        return insert(place, header, id);
    }

    /**
     * A place for events that are only staged: as if a block with this context were sealed now.
     *
     * @param previous the tip of the feed, or nothing for its first block
     */
    public Place open(FeedId feed, Optional<Place> previous, Author author, Bytes start,
                      long first, long timeMillis) {
        Place place = new Place(feed, previous.orElse(null), author, start, first);
        place.timeMillis = timeMillis;
        place.rank = rankOf(place);
        note(place);
        return place;
    }

    /** Gives an open place the context that its block will have, and one event more or none. */
    public void extend(Place open, Collection<Place> context, int events) {
        open.context(context.stream().map(Entry::naming).distinct().sorted().toList());
        for (int i = 0; i < open.context.size(); i++) {
            open.named[i] = resolve(open.context.get(i));
        }
        open.events = events;
        open.rank = rankOf(open);
    }

    /** Forgets an open place. */
    public void drop(Place open) {
        List<Place> list = origins.get(open.origin()).get(open.first());
        list.remove(open);
    }

    /** Turns an open place into the block that it became; answers as {@link #add} does. */
    public Set<Place> seal(Place open, Header header, BlockId id) {
        drop(open);
        return insert(open, header, id);
    }

    private Set<Place> insert(Place place, Header header, BlockId id) {
        place.id = id;
        place.timeMillis = header.timeMillis();
        place.events = header.events();
        place.dictionary = header.dictionary();
        place.key = header.key();
        place.chain = chain(place);
        place.context(header.context());
        places.put(id, place);
        feeds.computeIfAbsent(place.feed(), f -> new Feed(f, place.author())).insert(place);
        note(place);
        if (place.before() != null) {
            place.before().users.add(place);
        }
        Set<Place> moved = new LinkedHashSet<>();
        moved.add(place);
        for (int i = 0; i < place.context.size(); i++) {
            Entry entry = place.context.get(i);
            namers.computeIfAbsent(new Named(entry.feed(), entry.number()),
                n -> new ArrayList<>(1)).add(place);
            point(place, i, resolve(entry));
        }
        say(place);
        place.rank = rankOf(place);
        late(place, moved);
        return moved;
    }

    private static int chain(Place place) {
        Place previous = place.before();
        if (place.dictionary != Header.HISTORY || previous == null) {
            return 1;
        }
        return previous.key.equals(place.key)
            ? Math.min(previous.chain, Header.KEY_EVERY) + 1 : Header.KEY_EVERY + 1;
    }

    /** What was waiting for this block, or now fits it too, is pointed anew. */
    private void late(Place place, Set<Place> moved) {
        List<Place> turned = new ArrayList<>();
        boolean mayCycle = false;
        for (Place namer : namers.getOrDefault(new Named(place.feed(), place.number()),
            List.of())) {
            for (int i = 0; i < namer.context.size(); i++) {
                Entry entry = namer.context.get(i);
                if (entry.feed().equals(place.feed()) && entry.number() == place.number()
                    && place.id.value().startsWith(entry.check())) {
                    point(namer, i, resolve(entry));
                    turned.add(namer);
                    mayCycle |= namer.rank <= place.rank || namer == place;
                }
            }
        }
        if (turned.isEmpty()) {
            return;
        }
        if (mayCycle || anyCycle) {
            turned.addAll(judgeCycles());
        }
        for (Place namer : turned) {
            say(namer);
            moved.addAll(followers(namer));
        }
        rerank(turned, moved);
    }

    /** The block and those that follow it in its feed: they have seen what it has seen. */
    private static List<Place> followers(Place place) {
        List<Place> all = new ArrayList<>(List.of(place));
        for (int i = 0; i < all.size(); i++) {
            Place next = all.get(i);
            next.users.stream().filter(user -> user.before() == next).forEach(all::add);
        }
        return all;
    }

    private void rerank(Collection<Place> start, Set<Place> moved) {
        List<Place> todo = new ArrayList<>(start);
        for (int i = 0; i < todo.size(); i++) {
            Place place = todo.get(i);
            long rank = rankOf(place);
            if (rank != place.rank) {
                place.rank = rank;
                moved.add(place);
                todo.addAll(place.users);
            }
        }
    }

    private static long rankOf(Place place) {
        long rank = place.timeMillis;
        if (place.before() != null) {
            rank = Math.max(rank, place.before().rank + 1);
        }
        for (int i = 0; i < place.named.length; i++) {
            Place target = place.target(i);
            if (target != null) {
                rank = Math.max(rank, target.rank + 1);
            }
        }
        return rank;
    }

    /** The one block that an entry fits, or the deepest that all it fits share, or null. */
    private Place resolve(Entry entry) {
        Feed feed = feeds.get(entry.feed());
        Place found = null;
        boolean any = false;
        for (Place place : feed == null ? List.<Place>of() : feed.at(entry.number())) {
            if (place.id.value().startsWith(entry.check())) {
                found = any ? found == null ? null : Branch.common(found, place) : place;
                any = true;
            }
        }
        return found;
    }

    private static void point(Place place, int entry, Place target) {
        if (place.named[entry] != null) {
            place.named[entry].users.remove(place);
        }
        place.named[entry] = target;
        if (target != null) {
            target.users.add(place);
        }
    }

    /** Tells its branch what a block names, feed by feed. */
    private static void say(Place place) {
        Map<FeedId, List<Place>> tips = new HashMap<>();
        for (int i = 0; i < place.named.length; i++) {
            List<Place> list =
                tips.computeIfAbsent(place.context.get(i).feed(), f -> new ArrayList<>(1));
            if (place.target(i) != null) {
                list.add(place.target(i));
            }
        }
        tips.forEach((feed, list) -> place.branch.says(place.number(), feed, list));
    }

    /** Marks the entries that stand on a cycle; answers the blocks where that changed. */
    private Set<Place> judgeCycles() {
        Map<Place, Integer> component = Cycles.components(places.values());
        Set<Place> changed = new LinkedHashSet<>();
        anyCycle = false;
        for (Place place : places.values()) {
            for (int i = 0; i < place.named.length; i++) {
                boolean cyclic = place.named[i] != null
                    && component.get(place.named[i]).equals(component.get(place));
                anyCycle |= cyclic;
                if (cyclic != place.cyclic[i]) {
                    place.cyclic[i] = cyclic;
                    changed.add(place);
                }
            }
        }
        return changed;
    }

    /** Whether the author of a block had seen an earlier one when sealing it. */
    public boolean saw(Place place, Place earlier) {
        for (int i = 0; i < place.named.length; i++) {
            Place target = place.target(i);
            if (target != null && Branch.reaches(earlier, target)) {
                return true;
            }
        }
        Place previous = place.before();
        return previous != null && (Branch.reaches(earlier, previous)
            || previous.branch.named(previous.number(), earlier));
    }

    /** Whether a block is another, or an ancestor of it in their feed. */
    public boolean reaches(Place ancestor, Place place) {
        return Branch.reaches(ancestor, place);
    }

    /** Every place that holds an event of this id: one, but for copies after a restore. */
    public List<Spot> locate(EventId id) {
        List<Spot> spots = new ArrayList<>(1);
        TreeMap<Long, List<Place>> blocks = origins.get(id.origin());
        if (blocks != null) {
            blocks.subMap(id.number() - Limits.BLOCK_EVENTS_MAX, true, id.number(), true)
                .values().forEach(list -> list.forEach(place -> {
                    if (id.number() < place.first() + place.events) {
                        spots.add(new Spot(place, (int) (id.number() - place.first())));
                    }
                }));
        }
        return spots;
    }

    private void note(Place place) {
        origins.computeIfAbsent(place.origin(), o -> new TreeMap<>())
            .computeIfAbsent(place.first(), f -> new ArrayList<>(1)).add(place);
    }
}
