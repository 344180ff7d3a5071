// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.cairnmesh.core.feed.Sealer.Sealed;

/** Writes the blocks of one device by hand, so that a test decides every field of them. */
public final class Pen {
    public static final SpaceId SPACE = Identity.openSpace("demo tests");
    public static final String SPACE_NAME = "demo tests";
    /** A time in 2026. */
    public static final long NOON = 1_790_000_000_000L;
    public static final Kind NOTE = new Kind("test.note");

    public final Identity identity;
    public final Founding founding;
    public final Bytes start;
    private final Sealer sealer;
    private long events;

    public Pen(long seed) {
        this(seed, Founding.Role.RECORDS);
    }

    public Pen(long seed, Founding.Role role) {
        Random random = new Random(seed);
        identity = new Identity(noise(random, Identity.SECRET_SIZE));
        founding = new Founding(identity.publicKeys(), noise(random, Founding.NONCE_SIZE),
            "box" + seed, role);
        start = noise(random, EventId.ORIGIN_SIZE);
        sealer = new Sealer(SPACE, identity);
    }

    public static Bytes noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    public FeedId feed() {
        return founding.feed(SPACE);
    }

    /** The next event of this device. */
    public Event event(Kind kind, Map<String, Item> payload) {
        EventId id = new EventId(Author.origin(identity.device(), start), events++);
        return new Event(id, kind, new Item.Table(payload), "Amina", NOON, Optional.empty());
    }

    public Event note(String text) {
        return event(NOTE, Map.of("text", Item.of(text)));
    }

    public Header header(Optional<Sealed> previous, long timeMillis, List<Entry> context,
                         List<Event> of, Bytes body) {
        return new Header(SPACE, feed(), previous.map(p -> p.header().number() + 1).orElse(1L),
            previous.map(p -> p.block().id()).orElse(BlockId.NONE),
            previous.isPresent() ? Optional.empty() : Optional.of(founding), timeMillis, true,
            context.stream().sorted().toList(), start,
            of.isEmpty() ? events : of.get(0).id().number(), of.size(), 0, Bytes.EMPTY,
            Crypto.hash(body.toArray()));
    }

    public Sealed sign(Header header, Bytes body) {
        return sealer.sign(header, body);
    }

    public Sealed block(Optional<Sealed> previous, long timeMillis, List<Entry> context,
                        List<Event> of) {
        Bytes body = Body.write(of);
        return sign(header(previous, timeMillis, context, of, body), body);
    }

    public Sealed first(long timeMillis, Entry... context) {
        return block(Optional.empty(), timeMillis, List.of(context), List.of());
    }

    public Sealed after(Sealed previous, long timeMillis, Entry... context) {
        return block(Optional.of(previous), timeMillis, List.of(context), List.of());
    }

    /** So many blocks with a note each, from the first on. */
    public List<Sealed> chain(int length) {
        List<Sealed> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            chain.add(block(i == 0 ? Optional.empty() : Optional.of(chain.get(i - 1)), NOON + i,
                List.of(), List.of(note("note " + i))));
        }
        return chain;
    }

    /** Two blocks after the same one whose ids start with the same bytes. */
    public List<Sealed> twins(Optional<Sealed> previous) {
        Map<Bytes, Sealed> made = new HashMap<>();
        for (long time = NOON; ; time++) {
            Sealed block = block(previous, time, List.of(), List.of());
            Sealed twin = made.put(Entry.check(block.block().id()), block);
            if (twin != null) {
                return List.of(twin, block);
            }
        }
    }

    /** The context entry that names a block. */
    public static Entry naming(Sealed sealed) {
        return new Entry(sealed.header().feed(), sealed.header().number(),
            Entry.check(sealed.block().id()));
    }
}
