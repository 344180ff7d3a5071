// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;

/**
 * Where a block stands in the graph. A block that is still open, because its events are only
 * staged, has a place too; it has no id yet and stands in no feed. Only the {@link Graph} changes a
 * place.
 */
public final class Place {
    /** The total order of blocks: (rank, feed, number, block id). */
    public static final Comparator<Place> ORDER = Comparator.comparingLong(Place::rank)
        .thenComparing(Place::feed).thenComparingLong(Place::number).thenComparing(Place::id);

    private final FeedId feed;
    private final long number;
    private final Place previous;
    private final Author author;
    private final Bytes start;
    private final Bytes origin;
    private final long first;

    BlockId id = BlockId.NONE;
    int arrival = -1;
    long timeMillis;
    int events;
    int dictionary;
    Bytes key = Bytes.EMPTY;
    /** How many blocks back to one that stands on its own, and it. */
    int chain = 1;
    /** Whether events of it have sensitive values. */
    boolean envelopes;
    List<Entry> context;
    /** What each context entry names, at the same index; null where it names nothing held. */
    Place[] named;
    /** Which of them are on a cycle, and so count for nothing. */
    boolean[] cyclic;
    long rank;
    /** What the rules add to its time. */
    long offsetMillis;
    /** Whether it counts under the rules. */
    boolean counts = true;
    Branch branch;
    /** The blocks whose rank depends on this one's. */
    final List<Place> users = new ArrayList<>(2);

    Place(FeedId feed, Place previous, Author author, Bytes start, long first) {
        this.feed = previous == null ? feed : previous.feed;
        this.number = previous == null ? 1 : previous.number + 1;
        this.previous = previous;
        this.author = author;
        this.start = previous != null && previous.start.equals(start) ? previous.start : start;
        this.origin = previous != null && previous.start.equals(start)
            && previous.author.device().equals(author.device())
            ? previous.origin : author.origin(start);
        this.first = first;
        context(List.of());
    }

    /**
     * Where a block would stand after another that may not be in the graph yet either: what a block
     * after it is read by. It is in no graph itself.
     *
     * @param previous absent for the first block of a feed
     */
    public static Place ahead(Header header, BlockId id, Optional<Place> previous) {
        Author author = previous.map(Place::author)
            .orElseGet(() -> Author.of(header.founding().orElseThrow()));
        Place place = new Place(header.feed(), previous.orElse(null), author, header.start(),
            header.first());
        place.id = id;
        place.timeMillis = header.timeMillis();
        place.events = header.events();
        place.dictionary = header.dictionary();
        place.key = header.key();
        return place;
    }

    void context(List<Entry> entries) {
        context = entries;
        named = new Place[entries.size()];
        cyclic = new boolean[entries.size()];
    }

    void header(Header header, BlockId of) {
        id = of;
        timeMillis = header.timeMillis();
        events = header.events();
        dictionary = header.dictionary();
        key = header.key();
        envelopes = !header.envelopes().isEmpty();
        chain = chainNow();
        context(header.context());
    }

    private int chainNow() {
        if (dictionary != Header.HISTORY || previous == null) {
            return 1;
        }
        return previous.key.equals(key)
            ? Math.min(previous.chain, Header.KEY_EVERY) + 1 : Header.KEY_EVERY + 1;
    }

    /** The block and those that follow it in its feed: they have seen what it has seen. */
    List<Place> followers() {
        List<Place> all = new ArrayList<>(List.of(this));
        for (int i = 0; i < all.size(); i++) {
            Place next = all.get(i);
            next.users.stream().filter(user -> user.before() == next).forEach(all::add);
        }
        return all;
    }

    /** The block that an entry names, or null if it names none that counts. */
    Place target(int entry) {
        return cyclic[entry] ? null : named[entry];
    }

    /** What its rank is as its previous block and what its context names stand now. */
    long rankNow() {
        long next = corrected(timeMillis);
        if (previous != null) {
            next = Math.max(next, previous.rank + 1);
        }
        for (int i = 0; i < named.length; i++) {
            if (target(i) != null) {
                next = Math.max(next, target(i).rank + 1);
            }
        }
        return next;
    }

    Place before() {
        return previous;
    }

    public BlockId id() {
        return id;
    }

    /** Whether events of it have sensitive values. */
    public boolean hasEnvelopes() {
        return envelopes;
    }

    public FeedId feed() {
        return feed;
    }

    public long number() {
        return number;
    }

    public Optional<Place> previous() {
        return Optional.ofNullable(previous);
    }

    public Author author() {
        return author;
    }

    /** The 8 bytes drawn when the box that appended the events started. */
    public Bytes start() {
        return start;
    }

    /** The origin of the ids of its events. */
    public Bytes origin() {
        return origin;
    }

    /** The number of the first event. */
    public long first() {
        return first;
    }

    /** How many blocks had arrived before it; below 0 while it is open. */
    public int arrival() {
        return arrival;
    }

    public int events() {
        return events;
    }

    /** Names the space key that its body is sealed with; empty if it is not sealed. */
    public Bytes key() {
        return key;
    }

    /** How its body is read: as {@link Header} has it. */
    public int dictionary() {
        return dictionary;
    }

    /** Whether its body goes on from what its ancestors hold. */
    public boolean hasHistory() {
        return dictionary == Header.HISTORY && previous != null;
    }

    /**
     * Whether its body may be read: that takes few blocks, sealed with one key. It counts as empty
     * if not.
     */
    public boolean isReadable() {
        return chain <= Header.KEY_EVERY;
    }

    /** Whether the next block may go on from what this one holds. */
    public boolean mayGoOn() {
        return chain < Header.KEY_EVERY;
    }

    /** The time that its author wrote; the corrected one counts for the order. */
    public long timeMillis() {
        return timeMillis;
    }

    /** A time that its author wrote, as the rules correct it. */
    public long corrected(long millis) {
        return Math.max(0, Math.min(Limits.TIME_MILLIS_MAX - 1, millis + offsetMillis));
    }

    /** Whether it counts under the rules; if not, it is as if it had never been received. */
    public boolean counts() {
        return counts;
    }

    public List<Entry> context() {
        return context;
    }

    /** The time, pushed past the ranks of the previous block and of all that the context names. */
    public long rank() {
        return rank;
    }

    /** Whether it is sealed: a block with an id, in a feed. */
    public boolean sealed() {
        return !id.equals(BlockId.NONE);
    }

    /** Whether its feed had forked before it or at it. */
    public boolean contested() {
        return branch != null && number >= branch.contestedFrom;
    }

    @Override
    public String toString() {
        return feed.value().head(4) + "/" + number + "/" + id.value().head(4);
    }
}
