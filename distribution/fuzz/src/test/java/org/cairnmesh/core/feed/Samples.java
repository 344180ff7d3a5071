// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Sealer.Sealed;

/** A device and a feed of blocks such as boxes write: where fuzzing starts from. */
public final class Samples {
    public static final SpaceId SPACE = Identity.openSpace("demo fuzz");
    public static final long NOON = 1_790_000_000_000L;
    private static final int EVENTS = 6;

    public final Identity identity;
    public final Founding founding;
    public final Bytes start;
    private final Sealer sealer;
    private long events;

    public Samples(long seed) {
        Random random = new Random(seed);
        identity = new Identity(noise(random, Identity.SECRET_SIZE));
        founding = new Founding(identity.publicKeys(), noise(random, Founding.NONCE_SIZE),
            "box" + seed);
        start = noise(random, EventId.ORIGIN_SIZE);
        sealer = new Sealer(SPACE, identity);
    }

    private static Bytes noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    public FeedId feed() {
        return founding.feed(SPACE);
    }

    /** The id of the event with this number. */
    public EventId id(long number) {
        return new EventId(Author.origin(identity.device(), start), number);
    }

    /** The next event: one of each kind in turn, some with a basis. */
    public Event event() {
        long i = events++;
        Item record = Item.of(Item.of("R-" + i / 3), Item.of("water-point"));
        Map<String, Item> payload = switch ((int) (i % 4)) {
            case 0 -> Map.of("record", record, "values", new Item.Table(Map.of("village",
                Item.of("Tolo"), "depth", new Item.Dec(new BigDecimal("12.50")))));
            case 1 -> Map.of("record", record, "text", Item.of("dry since May"));
            case 2 -> Map.of("record", record, "values", new Item.Table(Map.of("visited",
                Item.of("2026-05-0" + i % 9), "users", Item.of(i * 40))));
            default -> Map.of("any", Item.of(Item.TRUE, Item.NULL, Item.of(start)));
        };
        String kind = List.of("record.create", "note.add", "field.set", "x").get((int) (i % 4));
        return new Event(id(i), new Kind(kind), new Item.Table(payload), "Amina", NOON + i * 977,
            i % 5 == 4 ? Optional.of(List.of(id(0), id(i - 1))) : Optional.empty());
    }

    public List<Event> events(int count) {
        List<Event> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(event());
        }
        return some;
    }

    /** A block of this device, whatever its header says. */
    public Sealed sign(Header header, Bytes body) {
        return sealer.sign(header, body);
    }

    /** The block of these events, of which the last has an envelope that is here and is not. */
    public List<Block> enclosed(Sealed block) {
        Header h = block.header();
        Bytes envelope = Envelope.pack(Crypto.hash(h.start().toArray()).head(Envelope.SALT_SIZE),
            new Item.Table(Map.of("values", new Item.Table(Map.of("owner", Item.of("Awa"))))));
        Block whole = sealer.sign(h.with(block.block().body(),
            List.of(EnvelopeRef.to(h.events() - 1, envelope))), block.block().body(),
            List.of(envelope)).block();
        return List.of(whole, new Block(whole.id(), whole.feed(), whole.number(),
            whole.previous(), whole.events(), whole.header(), whole.body(), whole.signature(),
            List.of(Bytes.EMPTY)));
    }

    public Sealed block(Optional<Sealed> previous, List<Event> of, Entry... context) {
        long time = NOON + 60_000 * previous.map(p -> p.header().number()).orElse(0L);
        Bytes body = Body.write(of);
        Header header = new Header(SPACE, feed(),
            previous.map(p -> p.header().number() + 1).orElse(1L),
            previous.map(p -> p.block().id()).orElse(BlockId.NONE),
            previous.isPresent() ? Optional.empty() : Optional.of(founding), time, true,
            List.of(context), start, of.isEmpty() ? events : of.get(0).id().number(), of.size(),
            Header.NONE, Bytes.EMPTY, Crypto.hash(body.toArray()));
        return sign(header, body);
    }

    /** So many blocks, from the first on. */
    public List<Sealed> chain(int length, Entry... context) {
        List<Sealed> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            chain.add(block(i == 0 ? Optional.empty() : Optional.of(chain.get(i - 1)),
                events(i % EVENTS), i == 0 ? new Entry[0] : context));
        }
        return chain;
    }

    /** The context entry that names a block. */
    public static Entry naming(Sealed sealed) {
        return new Entry(sealed.header().feed(), sealed.header().number(),
            Entry.check(sealed.block().id()));
    }
}
