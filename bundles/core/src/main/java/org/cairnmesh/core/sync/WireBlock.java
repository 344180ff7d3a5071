// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.EnvelopeRef;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.SpaceKey;

/**
 * A block as it travels: what the receiver can work out from the block before it is left out. The
 * layout is in docs/wire.md.
 */
public final class WireBlock {
    /** The largest block on the wire, in bytes. */
    static final int SIZE_MAX = Limits.BLOCK_BYTES_MAX;

    private static final int FOUNDING = 1;
    private static final int CLOCK_SET = 2;
    private static final int CONTINUES = 4;
    private static final int ORDINALS = 8;
    private static final int HISTORY = 16;
    private static final int OTHER_KEY = 32;
    private static final int NO_KEY = 64;
    private static final int PLAIN = 128;
    private static final int ENVELOPES = 256;
    private static final int FLAGS_MAX = 511;
    private static final int TIME_SIZE = 6;

    private WireBlock() { }

    /** A block as it was read, and its header. */
    record Read(Block block, Header header) { }

    /** The wire form of a block that is held. */
    public static Bytes encode(Block block, Optional<Place> previous, Optional<Roster> roster) {
        Header header = Header.decode(block.header());
        boolean continues = previous.isPresent() && continues(previous.get(), header.start(),
            header.first());
        Bytes keyBefore = previous.map(Place::key).orElse(Bytes.EMPTY);
        WireWriter out = new WireWriter();
        out.number((header.founding().isPresent() ? FOUNDING : 0)
            | (header.clockSet() ? CLOCK_SET : 0) | (continues ? CONTINUES : 0)
            | (roster.isPresent() ? ORDINALS : 0)
            | (header.dictionary() == Header.HISTORY ? HISTORY : 0)
            | (header.dictionary() == Header.PLAIN ? PLAIN : 0)
            | (header.envelopes().isEmpty() ? 0 : ENVELOPES)
            | (header.key().equals(keyBefore) ? 0 : header.key().size() == 0 ? NO_KEY
                : OTHER_KEY));
        if (!header.key().equals(keyBefore)) {
            out.bytes(header.key());
        }
        header.founding().ifPresent(f -> {
            Bytes name = Bytes.of(f.name().getBytes(StandardCharsets.UTF_8));
            out.bytes(f.publicKeys()).bytes(f.nonce()).octet(f.role().ordinal())
                .number(name.size()).bytes(name)
                .bytes(Bytes.ofLong(header.timeMillis()).slice(2, TIME_SIZE));
        });
        previous.ifPresent(before -> out.bytes(Entry.check(before.id()))
            .signed(header.timeMillis() - before.timeMillis()));
        if (!continues) {
            out.bytes(header.start()).number(header.first());
        }
        out.number(header.events()).number(header.context().size());
        for (Entry entry : header.context()) {
            roster.ifPresentOrElse(r -> out.number(ordinal(r, entry.feed())),
                () -> out.bytes(entry.feed().value()));
            out.number(entry.number()).bytes(entry.check());
        }
        if (!header.envelopes().isEmpty()) {
            envelopes(out, header.envelopes(), block.envelopes());
        }
        return out.bytes(block.signature()).bytes(block.body()).done();
    }

    /** An envelope that is here says its hash itself; of one that is not, the hash goes on. */
    private static void envelopes(WireWriter out, List<EnvelopeRef> refs, List<Bytes> envelopes) {
        out.number(refs.size());
        for (int i = 0; i < refs.size(); i++) {
            Bytes kept = envelopes.get(i);
            out.number(refs.get(i).event()).number(kept.size())
                .bytes(kept.size() > 0 ? kept : refs.get(i).hash());
        }
    }

    /** How many bytes of frames it takes to send a wire form, in frames of this size. */
    public static int frameBytes(Bytes wire, Place place, Optional<Roster> roster,
                                 int frameSize) {
        Bytes space = Bytes.of(new byte[Message.SPACE_SIZE]);
        Message.Ref feed = roster.map(r -> Message.Ref.at(ordinal(r, place.feed())))
            .orElseGet(() -> Message.Ref.named(Roster.prefix(place.feed())));
        int sent = 0;
        for (int offset = 0; offset < wire.size(); ) {
            Message.Part head = new Message.Part(space, roster.map(Roster::tag), feed,
                place.number(), Entry.check(place.id()), wire.size(), offset, Bytes.EMPTY);
            int bytes = Math.min(wire.size() - offset, frameSize - head.encode().size());
            sent += head.encode().size() + bytes;
            offset += bytes;
        }
        return sent;
    }

    /** Whether a roster can name every feed of a block's context. */
    static boolean covers(Roster roster, Place place) {
        return place.context().stream().allMatch(e -> roster.ordinal(e.feed()).isPresent());
    }

    /**
     * The check of the previous block's id that the wire form carries; nothing in a first block.
     */
    static Optional<Bytes> previousCheck(Bytes wire) {
        WireReader in = new WireReader(wire);
        int flags = in.number(FLAGS_MAX);
        if ((flags & OTHER_KEY) != 0) {
            in.bytes(SpaceKey.ID_SIZE);
        }
        return (flags & FOUNDING) != 0 ? Optional.empty()
            : Optional.of(in.bytes(Entry.CHECK_SIZE));
    }

    /**
     * The block that the wire form stands for if it follows {@code previous}. Nothing of it is
     * verified yet.
     *
     * @param roster of the sender
     * @throws MalformedException if it is no block
     */
    public static Block decode(Bytes wire, SpaceId space, Optional<Place> previous,
                               Roster roster) {
        return read(wire, space, previous, roster).block();
    }

    /** As {@link #decode}, with the header. */
    static Read read(Bytes wire, SpaceId space, Optional<Place> previous, Roster roster) {
        try {
            WireReader in = new WireReader(wire);
            int flags = in.number(FLAGS_MAX);
            Bytes key = key(in, flags, previous);
            Optional<Founding> founding = Optional.empty();
            long time;
            if ((flags & FOUNDING) != 0) {
                Bytes keys = in.bytes(Identity.PUBLIC_SIZE);
                Bytes nonce = in.bytes(Founding.NONCE_SIZE);
                Founding.Role role = role(in.octet());
                founding = Optional.of(new Founding(keys, nonce, text(in), role));
                time = in.bytes(TIME_SIZE).toLong();
            } else {
                in.bytes(Entry.CHECK_SIZE);
                time = previous.orElseThrow().timeMillis() + in.signed();
            }
            boolean continues = (flags & CONTINUES) != 0;
            Bytes start = continues ? previous.orElseThrow().start()
                : in.bytes(EventId.ORIGIN_SIZE);
            long first = continues ? next(previous.orElseThrow()) : in.number();
            int events = in.number(Limits.BLOCK_EVENTS_MAX);
            List<Entry> context = context(in, (flags & ORDINALS) != 0, roster);
            List<EnvelopeRef> refs = new ArrayList<>();
            List<Bytes> envelopes = (flags & ENVELOPES) != 0 ? envelopes(in, refs) : List.of();
            Bytes signature = in.bytes(Crypto.SIGNATURE_SIZE);
            Bytes body = in.rest();
            FeedId feed = founding.map(f -> f.feed(space))
                .orElseGet(() -> previous.orElseThrow().feed());
            Header header = new Header(space, feed, previous.map(p -> p.number() + 1).orElse(1L),
                previous.map(Place::id).orElse(BlockId.NONE), founding, time,
                (flags & CLOCK_SET) != 0, context, start, first, events,
                (flags & PLAIN) != 0 ? Header.PLAIN
                    : (flags & HISTORY) != 0 ? Header.HISTORY : Header.NONE, key,
                Crypto.hash(body.toArray()), refs);
            Bytes encoded = header.encode();
            return new Read(new Block(new BlockId(Crypto.hash(encoded.toArray())), feed,
                header.number(), header.previous(), events, encoded, body, signature, envelopes),
                header);
        } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
            throw new MalformedException("no block: " + e.getMessage());
        }
    }

    private static Bytes key(WireReader in, int flags, Optional<Place> previous) {
        if ((flags & (OTHER_KEY | NO_KEY)) == (OTHER_KEY | NO_KEY)
            || (flags & (HISTORY | PLAIN)) == (HISTORY | PLAIN)) {
            throw new MalformedException("flags that exclude each other: " + flags);
        }
        if ((flags & OTHER_KEY) != 0) {
            return in.bytes(SpaceKey.ID_SIZE);
        }
        return (flags & NO_KEY) != 0 ? Bytes.EMPTY
            : previous.map(Place::key).orElse(Bytes.EMPTY);
    }

    /** Reads the envelopes, and what the header says of them into the first list. */
    private static List<Bytes> envelopes(WireReader in, List<EnvelopeRef> refs) {
        int count = in.number(Limits.ENVELOPES_MAX);
        if (count == 0) {
            throw new MalformedException("an empty list of envelopes");
        }
        List<Bytes> envelopes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int event = in.number(Limits.BLOCK_EVENTS_MAX);
            Bytes kept = in.bytes(in.number(Limits.ENVELOPE_BYTES_MAX));
            envelopes.add(kept);
            refs.add(kept.size() > 0 ? EnvelopeRef.to(event, kept)
                : new EnvelopeRef(event, in.bytes(EnvelopeRef.HASH_SIZE)));
        }
        return envelopes;
    }

    private static List<Entry> context(WireReader in, boolean ordinals, Roster roster) {
        int count = in.number(Limits.CONTEXT_MAX);
        List<Entry> context = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            FeedId feed = ordinals ? roster.at(in.number()).orElseThrow()
                : new FeedId(in.bytes(FeedId.SIZE));
            context.add(new Entry(feed, in.number(), in.bytes(Entry.CHECK_SIZE)));
        }
        return context;
    }

    private static Founding.Role role(int ordinal) {
        if (ordinal >= Founding.Role.values().length) {
            throw new MalformedException("a feed of role " + ordinal);
        }
        return Founding.Role.values()[ordinal];
    }

    private static String text(WireReader in) {
        Bytes bytes = in.bytes(in.number(Limits.NAME_BYTES_MAX));
        String text = new String(bytes.toArray(), StandardCharsets.UTF_8);
        if (!Bytes.of(text.getBytes(StandardCharsets.UTF_8)).equals(bytes)) {
            throw new MalformedException("a name that is not UTF-8");
        }
        return text;
    }

    private static boolean continues(Place previous, Bytes start, long first) {
        return previous.start().equals(start) && next(previous) == first;
    }

    private static long next(Place previous) {
        return previous.first() + previous.events();
    }

    private static long ordinal(Roster roster, FeedId feed) {
        OptionalInt ordinal = roster.ordinal(feed);
        return ordinal.orElseThrow();
    }
}
