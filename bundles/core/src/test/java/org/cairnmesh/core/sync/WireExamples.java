// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Envelope;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.SpaceKey;

/** The examples of docs/wire.md, made from the secret 00 01 02 to 3f. */
final class WireExamples {
    static final SpaceId SPACE = Identity.openSpace("demo");
    static final SpaceKey KEY = new SpaceKey(counting(0x40, SpaceKey.SIZE));
    static final long TIME = 1_800_000_000_000L;

    final Identity identity = new Identity(counting(0, Identity.SECRET_SIZE));
    final Founding founding = new Founding(identity.publicKeys(), counting(0xa0, 8), "north");
    final FeedId feed = founding.feed(SPACE);
    final Bytes start = counting(0xb0, 8);
    final Graph graph = new Graph();
    final Sealed first;
    final Sealed second;
    final Place firstPlace;

    WireExamples() {
        Sealer sealer = new Sealer(SPACE, identity);
        first = sealer.sign(header(1, Optional.empty(), List.of(), Bytes.EMPTY, 0), Bytes.EMPTY);
        graph.add(first.header(), first.block().id());
        firstPlace = graph.get(first.block().id()).orElseThrow();
        Entry seen = new Entry(new FeedId(counting(0xc0, 16)), 3, counting(0xd0, 2));
        Bytes body = Body.write(List.of(event()));
        second = sealer.sign(header(2, Optional.of(first), List.of(seen), body, 1), body);
    }

    private static Bytes counting(int from, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (from + i);
        }
        return Bytes.of(bytes);
    }

    private Header header(long number, Optional<Sealed> previous, List<Entry> context, Bytes body,
                          int events) {
        return new Header(SPACE, feed, number,
            previous.map(p -> p.block().id()).orElse(BlockId.NONE),
            previous.isPresent() ? Optional.empty() : Optional.of(founding),
            TIME + 90_000 * (number - 1), true, context, start, 0, events, 0,
            Bytes.EMPTY, Crypto.hash(body.toArray()));
    }

    private Event event() {
        return new Event(new EventId(Author.origin(identity.device(), start), 0),
            new Kind("note.add"), new Item.Table(Map.of("text", Item.of("dry"))), "Amina",
            TIME + 60_000, Optional.empty());
    }

    /** A third block, sealed with a space key, whose event has a sensitive value. */
    Sealed third() {
        Graph two = two();
        Place tip = two.get(second.block().id()).orElseThrow();
        Place open = two.open(feed, Optional.of(tip), tip.author(), start, 1, TIME + 180_000);
        two.extend(open, List.of(), 1);
        Event event = new Event(new EventId(Author.origin(identity.device(), start), 1),
            new Kind("note.add"), Item.Table.EMPTY, "Amina", TIME + 170_000, Optional.empty());
        return new Sealer(SPACE, identity).seal(open, 1,
            new BodyWriter(History.NONE, List.of(event)).written(), Optional.empty(),
            TIME + 180_000, true, Optional.of(KEY), List.of(new Sealer.Enclosed(0,
                Envelope.pack(counting(0xe0, Envelope.SALT_SIZE),
                    new Item.Table(Map.of("text", Item.of("dry")))))));
    }

    private Graph two() {
        Graph two = new Graph();
        two.add(first.header(), first.block().id());
        two.add(second.header(), second.block().id());
        return two;
    }

    /** Where the second block stands. */
    Place secondPlace() {
        return two().get(second.block().id()).orElseThrow();
    }

    Bytes wire() {
        return WireBlock.encode(second.block(), Optional.of(firstPlace), Optional.empty());
    }

    private static Bytes space() {
        return SPACE.value().head(Message.SPACE_SIZE);
    }

    private Bytes box() {
        return identity.device().value().head(Message.BOX_SIZE);
    }

    private Roster roster() {
        return Roster.of(graph.feeds());
    }

    Message.Beacon beacon() {
        Bytes salt = Message.clock(1_800_000_090_000L);
        return new Message.Beacon(space(), box(), roster().tag(), 1, salt,
            Digest.all(graph, roster(), salt), false, 0, List.of(new Message.Standing(
                Message.Ref.named(Roster.prefix(feed)), 1,
                Digest.feed(graph.feed(feed).orElseThrow()))));
    }

    Message.Need need() {
        return new Message.Need(space(), box(), counting(0xf0, 4), Optional.of(roster().tag()),
            true, List.of(new Message.Want(Message.Ref.at(0),
                List.of(new Message.Known(1, Entry.check(first.block().id()))), 20,
                Bytes.of((byte) 6))));
    }

    Message.Part part() {
        return new Message.Part(space(), Optional.empty(), Message.Ref.named(Roster.prefix(feed)),
            2, Entry.check(second.block().id()), wire().size(), 20, wire().slice(20, 12));
    }

    /** The bytes of each example by its name on the page. */
    Map<String, Bytes> all() {
        Map<String, Bytes> all = new LinkedHashMap<>();
        all.put("header", first.header().encode());
        all.put("body", second.block().body());
        all.put("block", wire());
        all.put("envelope", WireBlock.encode(third().block(), Optional.of(secondPlace()),
            Optional.empty()));
        all.put("beacon", beacon().encode());
        all.put("need", need().encode());
        all.put("part", part().encode());
        return all;
    }
}
