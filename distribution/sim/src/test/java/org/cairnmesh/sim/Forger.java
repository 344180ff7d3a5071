// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.sync.Forgery;
import org.cairnmesh.transport.sim.Delivery;

/**
 * Who has the cell in hand: spoils, cuts and repeats what is heard, floods boxes with pieces of
 * blocks that never come, writes as others with a key that is not theirs, and writes in a feed of
 * its own, which forks, with stamps of 2099.
 */
final class Forger {
    static final SpaceId SPACE = Identity.openSpace("demo");
    /** In 2099. */
    static final long LATE = 4_070_908_800_000L;
    /** How many records, R-0 and so on, it writes to. */
    static final int RECORDS = 20;
    private static final int FLOOD = 40;
    private static final int KEPT_MAX = 500;

    final Identity identity;
    private final Founding founding;
    private final Bytes start = Bytes.of(new byte[8]);
    private final RandomGenerator random;
    private final Graph graph = new Graph();
    private final List<Frame> kept = new ArrayList<>();
    private long events;

    Forger(RandomGenerator random) {
        this.random = random;
        this.identity = new Identity(noise(Identity.SECRET_SIZE));
        this.founding = new Founding(identity.publicKeys(), noise(Founding.NONCE_SIZE), "x");
    }

    private Bytes noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    FeedId feed() {
        return founding.feed(SPACE);
    }

    /** What comes of frames on their way: some spoilt, cut or sent again. */
    List<Delivery> spoil(List<Delivery> deliveries) {
        List<Delivery> out = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            int dice = random.nextInt(100);
            Bytes bytes = delivery.frame().bytes();
            if (dice < 8) {
                byte[] spoilt = bytes.toArray();
                spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
                out.add(with(delivery, Bytes.of(spoilt)));
            } else if (dice < 12) {
                out.add(with(delivery, bytes.head(1 + random.nextInt(bytes.size()))));
            } else {
                out.add(delivery);
                if (dice < 20 && !kept.isEmpty()) {
                    out.add(with(delivery, kept.get(random.nextInt(kept.size())).bytes()));
                }
            }
            if (kept.size() < KEPT_MAX) {
                kept.add(delivery.frame());
            }
        }
        return out;
    }

    private static Delivery with(Delivery like, Bytes bytes) {
        return new Delivery(like.from(), like.to(), new Frame(bytes), like.atMicros());
    }

    /** Says something forged to a box, made from what that box holds. */
    void attack(SimBox victim, long nowMicros) {
        learn(victim);
        switch (random.nextInt(4)) {
            case 0 -> impersonate(victim, nowMicros);
            case 1 -> found(victim, nowMicros);
            case 2 -> flood(victim, nowMicros);
            default -> write(victim, nowMicros);
        }
    }

    private void learn(SimBox victim) {
        for (Block block : victim.log().arrived(0, Integer.MAX_VALUE)) {
            if (graph.get(block.id()).isEmpty()
                && (block.number() == 1 || graph.get(block.previous()).isPresent())) {
                graph.add(Header.decode(block.header()), block.id());
            }
        }
    }

    private void say(SimBox victim, Bytes frame, long nowMicros) {
        victim.hear(new Frame(frame), nowMicros);
    }

    private Optional<Place> any(boolean own) {
        List<Place> places = new ArrayList<>(graph.places());
        places.removeIf(place -> place.feed().equals(feed()) != own);
        places.sort(Place.ORDER);
        return places.isEmpty() ? Optional.empty()
            : Optional.of(places.get(random.nextInt(places.size())));
    }

    /** A block of another's feed, right in all but the key that signed it. */
    private void impersonate(SimBox victim, long nowMicros) {
        any(false).ifPresent(after -> say(victim, Forgery.part(SPACE,
            block(after.feed(), Optional.of(after), Optional.empty(), after.start(),
                after.author().origin(after.start()), after.first() + after.events()),
            Optional.of(after)), nowMicros));
    }

    /** A first block with another's public keys. */
    private void found(SimBox victim, long nowMicros) {
        Optional<Block> of = victim.log().arrived(0, 1).stream().findFirst();
        of.map(block -> Header.decode(block.header())).flatMap(Header::founding).ifPresent(f -> {
            Founding stolen = new Founding(f.publicKeys(), noise(Founding.NONCE_SIZE), "thief");
            say(victim, Forgery.part(SPACE, block(stolen.feed(SPACE), Optional.empty(),
                Optional.of(stolen), start, Author.origin(f.device(), start), 0),
                Optional.empty()), nowMicros);
        });
    }

    /** Blocks of feeds that there are, far ahead, which nobody will ever complete. */
    private void flood(SimBox victim, long nowMicros) {
        for (int i = 0; i < FLOOD; i++) {
            FeedId feed = any(false).map(Place::feed).orElse(feed());
            say(victim, Forgery.part(SPACE, feed, 2 + random.nextInt(200),
                new BlockId(noise(BlockId.SIZE)), noise(200)), nowMicros);
        }
    }

    /** A block of its own, rightly signed, after any other of its own: its feed forks. */
    private void write(SimBox victim, long nowMicros) {
        Optional<Place> after = any(true);
        Block block = block(feed(), after,
            after.isPresent() ? Optional.empty() : Optional.of(founding), start,
            Author.origin(identity.device(), start), events++);
        say(victim, Forgery.part(SPACE, block, after), nowMicros);
    }

    private Block block(FeedId feed, Optional<Place> after, Optional<Founding> first, Bytes from,
                        Bytes origin, long number) {
        Event event = new Event(new EventId(origin, number), Kinds.SET, new Item.Table(Map.of(
            "record", Item.of(Item.of("R-" + random.nextInt(RECORDS)), Item.of("water")), "values",
            new Item.Table(Map.of("field" + random.nextInt(3), Item.of("forged"))))), "forger",
            LATE, Optional.empty());
        Bytes body = Body.write(List.of(event));
        return new Sealer(SPACE, identity).sign(new Header(SPACE, feed,
            after.map(Place::number).orElse(0L) + 1, after.map(Place::id).orElse(BlockId.NONE),
            first, LATE, true, List.of(), from, number, 1, Header.NONE,
            Bytes.EMPTY, Crypto.hash(body.toArray())), body).block();
    }
}
