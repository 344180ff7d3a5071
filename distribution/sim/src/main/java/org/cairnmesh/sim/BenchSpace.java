// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.BodyWriter;
import org.cairnmesh.core.feed.Envelope;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.History;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.SpaceKey;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.sync.Roster;
import org.cairnmesh.core.sync.WireBlock;

/**
 * A space whose blocks are measured as they travel to a second box, which admits and reads each.
 * Every block names the last blocks of so many other feeds, if there are as many.
 */
final class BenchSpace {
    private static final SpaceId SPACE = Identity.openSpace("bench");
    /** A part message's octets, and those of a wire block with two entries, at the most. */
    private static final int PART_BYTES = 16;
    private static final int WIRE_BYTES = 84;
    private static final int ENTRIES_COUNTED = 2;

    private final int entries;
    private final Optional<SpaceKey> key;
    private final int frameSize;
    private final Graph graph = new Graph();
    private final Graph other = new Graph();
    private final Admission admission = new Admission(SPACE);
    private final Random salts = new Random(1);
    private final List<Pen> pens = new ArrayList<>();
    private final List<List<SurveyStream.Fact>> blocks = new ArrayList<>();
    private long bytes;
    private long bodyBytes;
    private boolean equal = true;

    /** An author: what it has recorded and not sealed, and what the second box knows of it. */
    private static final class Pen {
        final Identity identity;
        final Founding founding;
        final Bytes start;
        final Bytes origin;
        final List<SurveyStream.Fact> facts = new ArrayList<>();
        final List<Event> events = new ArrayList<>();
        /** The events with their sensitive values. */
        final List<Event> whole = new ArrayList<>();
        final List<Sealer.Enclosed> enclosed = new ArrayList<>();
        Optional<Place> tip = Optional.empty();
        History history = History.NONE;
        History otherHistory = History.NONE;
        BodyWriter writer = new BodyWriter(History.NONE);
        long next;

        Pen(Random random, int index) {
            identity = new Identity(noise(random, Identity.SECRET_SIZE));
            founding = new Founding(identity.publicKeys(), noise(random, Founding.NONCE_SIZE),
                "box " + index);
            start = noise(random, EventId.ORIGIN_SIZE);
            origin = Author.origin(identity.device(), start);
        }
    }

    BenchSpace(int authors, int entries, boolean encrypted, int frameSize) {
        Random random = new Random(authors);
        this.entries = entries;
        this.frameSize = frameSize;
        this.key = encrypted ? Optional.of(new SpaceKey(noise(random, SpaceKey.SIZE)))
            : Optional.empty();
        for (int i = 0; i < authors; i++) {
            pens.add(new Pen(random, i));
        }
    }

    private static Bytes noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** How large a body may be for its block to fit so many frames. */
    int room(int frames) {
        return frames * (frameSize - PART_BYTES) - WIRE_BYTES
            - Sealer.ENTRY_BYTES * (entries - ENTRIES_COUNTED)
            - (key.isPresent() ? SpaceKey.TAG_BYTES : 0);
    }

    /** Seals and sends all facts, in blocks of so many events and bytes of body at the most. */
    void write(List<SurveyStream.Fact> facts, int eventsMax, int room) {
        for (SurveyStream.Fact fact : facts) {
            Pen pen = pens.get(fact.author());
            Event event = new Event(new EventId(pen.origin, pen.next++), fact.draft().kind(),
                fact.draft().payload(), fact.draft().by(), fact.atMillis(), Optional.empty());
            if (!pen.events.isEmpty()) {
                pen.writer.add(event);
                if (pen.events.size() == eventsMax || pen.writer.size() + cost(pen)
                    + cost(packed(fact)) > room
                    || pen.enclosed.size() == Limits.ENVELOPES_MAX) {
                    pen.writer = new BodyWriter(pen.history, pen.events);
                    seal(pen, fact.atMillis());
                    pen.writer.add(event);
                }
            } else {
                pen.writer.add(event);
            }
            Item.Table sensitive = fact.draft().sensitive();
            if (!sensitive.entries().isEmpty()) {
                pen.enclosed.add(new Sealer.Enclosed(pen.events.size(), packed(fact)));
            }
            pen.whole.add(Envelope.with(event, Envelope.overlay(event.payload(), sensitive)));
            pen.events.add(event);
            pen.facts.add(fact);
        }
        pens.stream().filter(pen -> !pen.events.isEmpty())
            .forEach(pen -> seal(pen, pen.events.get(pen.events.size() - 1).atMillis()));
    }

    private Bytes packed(SurveyStream.Fact fact) {
        Item.Table sensitive = fact.draft().sensitive();
        return sensitive.entries().isEmpty() ? Bytes.EMPTY
            : Envelope.pack(noise(salts, Envelope.SALT_SIZE), sensitive);
    }

    private int cost(Bytes packed) {
        return packed.size() == 0 ? 0
            : Envelope.cost(Envelope.keptSize(packed, key.isPresent()));
    }

    private int cost(Pen pen) {
        return pen.enclosed.stream().mapToInt(each -> cost(each.packed())).sum();
    }

    private void seal(Pen pen, long nowMillis) {
        Body.Written body = pen.writer.written();
        Place open = graph.open(pen.founding.feed(SPACE), pen.tip,
            Author.of(pen.identity, pen.founding.name()), pen.start,
            pen.events.get(0).id().number(), nowMillis);
        List<Place> context = pens.stream().filter(p -> p != pen).flatMap(p -> p.tip.stream())
            .limit(entries).toList();
        graph.extend(open, context, pen.events.size());
        Sealer.Sealed sealed = new Sealer(SPACE, pen.identity).seal(open, pen.events.size(), body,
            Optional.of(pen.founding), nowMillis, true, key, pen.enclosed);
        Optional<Roster> roster = pen.tip.map(tip -> Roster.of(graph.feeds()));
        Bytes wire = WireBlock.encode(sealed.block(), pen.tip, roster);
        graph.seal(open, sealed.header(), sealed.block().id());
        bytes += WireBlock.frameBytes(wire, open, roster, frameSize);
        bodyBytes += sealed.block().body().size() + sealed.block().envelopes().stream()
            .mapToInt(Bytes::size).sum();
        equal &= receive(pen, wire);
        pen.tip = Optional.of(open);
        boolean isKey = (open.number() + 1) % Header.KEY_EVERY == 1;
        pen.history = isKey ? History.NONE : body.next();
        pen.writer = new BodyWriter(pen.history);
        blocks.add(List.copyOf(pen.facts));
        pen.facts.clear();
        pen.events.clear();
        pen.whole.clear();
        pen.enclosed.clear();
    }

    /** What the second box does with a block; answers whether it reads what was written. */
    private boolean receive(Pen pen, Bytes wire) {
        Block block = WireBlock.decode(wire, SPACE, pen.tip.flatMap(tip -> other.get(tip.id())),
            Roster.of(other.feeds()));
        Verdict verdict = admission.judge(other, block);
        if (!(verdict instanceof Verdict.Admissible admissible)) {
            return false;
        }
        Header header = admissible.header();
        Place place = other.add(header, block.id()).iterator().next();
        Optional<Bytes> body = key.isEmpty() ? Optional.of(block.body())
            : key.get().open(header, block.body());
        Optional<Body.Read> read = body.flatMap(clear -> Body.read(clear,
            new EventId(place.origin(), place.first()), place.events(), place.dictionary(),
            pen.otherHistory));
        pen.otherHistory = read.map(Body.Read::next).orElse(History.NONE);
        return place.isReadable() && read.isPresent()
            && Envelope.opened(read.get().events(), block, key).equals(pen.whole);
    }

    /** What all blocks took on the wire. */
    long bytes() {
        return bytes;
    }

    /**
     * What a block took besides its body and envelopes, in bytes: header, signature, part messages.
     */
    double headerBytes() {
        return (double) (bytes - bodyBytes) / blocks.size();
    }

    /** What each block held. */
    List<List<SurveyStream.Fact>> blocks() {
        return blocks;
    }

    /** Whether the second box read everything as it was written. */
    boolean equal() {
        return equal;
    }
}
