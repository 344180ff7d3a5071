// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.space.Act;

/**
 * Writes acts to the roster feeds of this box: to its own as an admin, and to one of the owner's
 * while somebody has typed the recovery code. A feed that shows a block which this box lacks, or
 * has forked, is never appended to again; the next act starts another.
 */
final class Scribe {
    private final Journal journal;
    private final Box box;
    /** Drawn with the first act since the box started. */
    private Bytes start = Bytes.EMPTY;
    private long next;

    Scribe(Journal journal, Box box) {
        this.journal = journal;
        this.box = box;
    }

    /**
     * Seals acts in order, in as few blocks as take them.
     *
     * @param nonce of the feed, should it have to be founded
     * @param timeMillis later than everything in the roster
     * @return the last of the blocks
     */
    BlockId write(Identity as, Bytes nonce, List<Act> acts, long timeMillis) {
        start = start.size() == 0 ? draw(EventId.ORIGIN_SIZE) : start;
        List<Event> events = new ArrayList<>();
        for (Act act : acts) {
            Event event = new Event(new EventId(Author.origin(as.device(), start), next++),
                act.kind(), act.payload(), "", timeMillis, Optional.empty());
            if (!events.isEmpty() && size(events, event) > Limits.BODY_BYTES_MAX) {
                seal(as, nonce, events, timeMillis);
                events.clear();
            }
            events.add(event);
        }
        return seal(as, nonce, events, timeMillis);
    }

    private static int size(List<Event> events, Event more) {
        BodyWriter writer = new BodyWriter(History.NONE, events);
        writer.add(more);
        return writer.size();
    }

    private BlockId seal(Identity as, Bytes nonce, List<Event> events, long timeMillis) {
        Optional<Place> tip = tip(as);
        Founding fresh = new Founding(as.publicKeys(), nonce, box.name(), Founding.Role.ROSTER);
        FeedId feed = tip.map(Place::feed).orElseGet(() -> fresh.feed(box.space()));
        Body.Written body = new BodyWriter(History.NONE, events).written();
        Header header = new Header(box.space(), feed, tip.map(t -> t.number() + 1).orElse(1L),
            tip.map(Place::id).orElse(BlockId.NONE),
            tip.isPresent() ? Optional.empty() : Optional.of(fresh), timeMillis, true, List.of(),
            start, events.get(0).id().number(), events.size(), body.dictionary(), Bytes.EMPTY,
            Crypto.hash(body.bytes().toArray()));
        Sealer.Sealed sealed = new Sealer(box.space(), as).sign(header, body.bytes());
        journal.admit(sealed.block(), header);
        journal.mark(mark(as), join(feed));
        return sealed.block().id();
    }

    /** The block to go on from. */
    private Optional<Place> tip(Identity as) {
        return current(as).filter(feed -> !journal.graph.rules().ended(feed))
            .flatMap(journal.graph::feed).map(Feed::tips)
            .filter(tips -> tips.size() == 1).map(tips -> tips.get(0));
    }

    private Optional<FeedId> current(Identity as) {
        return Optional.of(journal.marked(mark(as))).filter(mark -> mark.size() > FeedId.SIZE)
            .map(mark -> new FeedId(mark.head(FeedId.SIZE)))
            .filter(feed -> join(feed).equals(journal.marked(mark(as))));
    }

    /** A feed goes on only in the log that it began in: one that was restored has another id. */
    private Bytes join(FeedId feed) {
        byte[] mark = new byte[FeedId.SIZE + journal.log.id().size()];
        feed.value().copyTo(mark, 0);
        journal.log.id().copyTo(mark, FeedId.SIZE);
        return Bytes.of(mark);
    }

    private static String mark(Identity as) {
        return "roster " + as.device();
    }

    /** Someone else wrote to a feed: if it is this box's own, acts go on in a new one. */
    void heard(FeedId feed) {
        if (current(box.identity()).filter(feed::equals).isPresent()) {
            journal.mark(mark(box.identity()), Bytes.EMPTY);
        }
    }

    /** A nonce for a feed more. */
    Bytes nonce() {
        return draw(Founding.NONCE_SIZE);
    }

    private Bytes draw(int size) {
        byte[] bytes = new byte[size];
        box.random().nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
