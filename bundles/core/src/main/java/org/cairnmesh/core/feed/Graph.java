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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Frontier;

/**
 * All blocks that are held, and what follows from their headers alone: ranks, order, who saw what.
 * The same set of blocks gives the same answers in whatever order they were added.
 *
 * <p>What the {@link Rules} leave out is known but stands in no feed, and nothing points to it.
 *
 * <p>A context entry that names no held block counts for nothing until that block comes; an entry
 * that fits several blocks of a forked feed names their deepest common ancestor; entries on a cycle
 * count for nothing. One thread.
 */
public final class Graph {
    private final Map<BlockId, Place> places = new HashMap<>();
    private final List<Place> arrived = new ArrayList<>();
    private final TreeMap<FeedId, Feed> feeds = new TreeMap<>();
    private final Names names = new Names();
    private final Ruled ruled = new Ruled(places);
    private final Origins origins = new Origins();
    private boolean anyCycle;

    public Graph() {
        this(Rules.NONE);
    }

    public Graph(Rules rules) {
        ruled.change(rules);
    }

    /**
     * What other rules changed.
     *
     * @param added blocks that count now and did not
     * @param moved blocks whose rank or time changed, whose authors now count as having seen more
     *              or less, or that count no more
     */
    public record Change(Set<Place> added, Set<Place> moved) { }

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

    /** Every block in the order in which it was added. */
    public List<Place> arrived() {
        return Collections.unmodifiableList(arrived);
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
     * @return the block, which may not {@link Place#counts count}, and every other whose rank
     *     changed, whose author now counts as having seen more or less, or that counts no more
     */
    public Set<Place> add(Header header, BlockId id) {
        Place previous = header.number() == 1 ? null
            : ruled.known(header.previous()).orElse(null);
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
        place.offsetMillis = rules().offsetMillis(feed, place.number());
        place.rank = place.rankNow();
        origins.add(place);
        return place;
    }

    /** Gives an open place the context that its block will have, and one event more or none. */
    public void extend(Place open, Collection<Place> context, int events) {
        open.context(context.stream().map(Entry::naming).distinct().sorted().toList());
        for (int i = 0; i < open.context.size(); i++) {
            open.named[i] = resolve(open.context.get(i));
        }
        open.events = events;
        open.rank = open.rankNow();
    }

    /** Forgets an open place. */
    public void drop(Place open) {
        origins.remove(open);
    }

    /** Turns an open place into the block that it became; answers as {@link #add} does. */
    public Set<Place> seal(Place open, Header header, BlockId id) {
        drop(open);
        return insert(open, header, id);
    }

    private Set<Place> insert(Place place, Header header, BlockId id) {
        place.header(header, id);
        // a million blocks are held: each entry shares the object that names its feed
        place.context(header.context().stream().map(entry -> feed(entry.feed())
            .map(f -> new Entry(f.id(), entry.number(), entry.check())).orElse(entry)).toList());
        place.arrival = arrived.size();
        arrived.add(place);
        place.offsetMillis = rules().offsetMillis(place.feed(), place.number());
        boolean narrows = ruled.came(place);
        Set<Place> moved = new LinkedHashSet<>();
        moved.add(place);
        place.counts = ruled.counts(place);
        if (place.counts) {
            enter(place, moved);
        }
        if (narrows) {
            leave(place.feed(), moved);
        }
        return moved;
    }

    private void enter(Place place, Set<Place> moved) {
        ruled.takeBack(place);
        feeds.computeIfAbsent(place.feed(), f -> new Feed(f, place.author())).insert(place);
        origins.add(place);
        if (place.before() != null) {
            place.before().users.add(place);
        }
        names.add(place);
        for (int i = 0; i < place.context.size(); i++) {
            names.point(place, i, resolve(place.context.get(i)));
        }
        say(place);
        place.rank = place.rankNow();
        late(place, moved);
    }

    /** Lets go of the blocks of a feed that count no more. */
    private void leave(FeedId id, Set<Place> moved) {
        List<Place> left = new ArrayList<>();
        List<Place> gone = new ArrayList<>();
        for (Place place : feed(id).map(Feed::places).orElse(List.of())) {
            (ruled.counts(place) ? left : gone).add(place);
        }
        if (gone.isEmpty()) {
            return;
        }
        for (Place place : gone) {
            names.remove(place);
            place.context(place.context);
            origins.remove(place);
            ruled.putAside(place);
            if (place.before() != null) {
                place.before().users.remove(place);
            }
            place.branch = null;
        }
        feeds.get(id).keep(left);
        if (left.isEmpty()) {
            feeds.remove(id);
        }
        left.forEach(Graph::say);
        Set<Place> turned = new LinkedHashSet<>();
        gone.forEach(place -> names.of(id, place.number()).forEach(namer -> {
            repoint(namer, place);
            turned.add(namer);
        }));
        moved.addAll(gone);
        turned(turned, true, moved);
    }

    /**
     * Changes the rules.
     *
     * @return what that changed, but for the floor
     */
    public Change apply(Rules next) {
        Rules before = rules();
        Set<Place> moved = new LinkedHashSet<>();
        Set<Place> added = new LinkedHashSet<>();
        for (FeedId id : ruled.change(next)) {
            leave(id, moved);
            ruled.aside(id).stream().filter(ruled::counts).forEach(place -> {
                added.add(place);
                enter(place, moved);
            });
        }
        Set<FeedId> retimed = new TreeSet<>();
        Ruled.differing(before.times(), next.times(), retimed);
        for (FeedId id : retimed) {
            List<Place> all = new ArrayList<>(ruled.aside(id));
            feed(id).ifPresent(feed -> all.addAll(feed.places()));
            all.forEach(p -> p.offsetMillis = next.offsetMillis(id, p.number()));
            all.removeIf(place -> !place.counts);
            moved.addAll(all);
            rerank(all, moved);
        }
        moved.removeAll(added);
        return new Change(added, moved);
    }

    public Rules rules() {
        return ruled.rules();
    }

    /** Whether a block is in the log; it may not count. */
    public boolean knows(BlockId id) {
        return ruled.known(id).isPresent();
    }

    /** Whether a block that is not held would count. */
    boolean wouldCount(Header header, BlockId id) {
        return ruled.wouldCount(header.feed(), header.number(), id);
    }

    /** Whether blocks of a feed that are not held may count. */
    public boolean awaits(FeedId feed) {
        return ruled.awaits(feed);
    }

    /** The entries that name no held block, and the blocks that they stand in. */
    public SortedMap<Entry, List<Place>> missing() {
        return names.missing();
    }

    /** What was waiting for this block, or now fits it too, is pointed anew. */
    private void late(Place place, Set<Place> moved) {
        Set<Place> turned = new LinkedHashSet<>();
        boolean mayCycle = false;
        for (Place namer : names.of(place.feed(), place.number())) {
            if (repoint(namer, place)) {
                turned.add(namer);
                mayCycle |= namer.rank <= place.rank || namer == place;
            }
        }
        turned(turned, mayCycle, moved);
    }

    /** Points the entries of a block that fit another anew; answers whether there are any. */
    private boolean repoint(Place namer, Place place) {
        boolean any = false;
        for (int i = 0; i < namer.context.size(); i++) {
            Entry entry = namer.context.get(i);
            if (entry.feed().equals(place.feed()) && entry.number() == place.number()
                && place.id.value().startsWith(entry.check())) {
                names.point(namer, i, resolve(entry));
                any = true;
            }
        }
        return any;
    }

    /** The context of these blocks says something else now. */
    private void turned(Set<Place> turned, boolean mayCycle, Set<Place> moved) {
        if (turned.isEmpty()) {
            return;
        }
        if (mayCycle || anyCycle) {
            turned.addAll(judgeCycles());
        }
        for (Place namer : turned) {
            say(namer);
            moved.addAll(namer.followers());
        }
        rerank(turned, moved);
    }

    private void rerank(Collection<Place> start, Set<Place> moved) {
        List<Place> todo = new ArrayList<>(start);
        for (int i = 0; i < todo.size(); i++) {
            Place place = todo.get(i);
            long rank = place.rankNow();
            if (rank != place.rank) {
                place.rank = rank;
                moved.add(place);
                todo.addAll(place.users);
            }
        }
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
        return origins.locate(id);
    }
}
