// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.core.feed.Sealer.Sealed;

/** What is sent to a box: steps of an octet, a size of two octets and so many bytes. */
final class Script {
    static final int FRAME = 0;
    static final int WIRE = 1;
    static final int INSIDER = 2;

    private static final int KINDS = 4;

    private final byte[] script;
    private final Receiver box;
    private final Samples insider = new Samples(9);
    private final List<Sealed> signed = new ArrayList<>();
    private long now;
    private int at;

    Script(byte[] script, Receiver box) {
        this.script = script;
        this.box = box;
    }

    void play() {
        while (at < script.length) {
            int what = octet() % KINDS;
            Bytes bytes = bytes(octet() << 8 | octet());
            if (what == FRAME && bytes.size() > 0) {
                box.session.receive(bytes, now);
            } else if (what == WIRE) {
                wire(bytes);
            } else if (what == INSIDER) {
                insider(new Script(bytes.toArray(), box));
            }
            says();
        }
    }

    private int octet() {
        return at < script.length ? script[at++] & 0xff : 0;
    }

    private Bytes bytes(int most) {
        Bytes bytes = Bytes.of(script, at, Math.min(most, script.length - at));
        at += bytes.size();
        return bytes;
    }

    private long number(int size) {
        long number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | octet();
        }
        return number;
    }

    /** The session's turn: what it says is in the format and fits the medium. */
    private void says() {
        now += 1_000;
        Optional<Session.Sending> said = box.session.next(now);
        if (said.isPresent()) {
            Bytes frame = said.get().frame();
            if (frame.size() > Receiver.MTU || !Message.decode(frame).encode().equals(frame)) {
                throw new AssertionError("says " + frame);
            }
            box.session.sent(said.get(), now);
        }
        box.session.wakeMillis();
    }

    /** A block as it travels, announced with the id that it turns out to have. */
    private void wire(Bytes wire) {
        for (Feed feed : List.copyOf(box.graph.feeds())) {
            for (Place tip : List.copyOf(feed.tips())) {
                try {
                    Optional<Place> previous = WireBlock.previousCheck(wire).isEmpty()
                        ? Optional.empty() : Optional.of(tip);
                    Block block = WireBlock.decode(wire, Samples.SPACE, previous, box.roster());
                    send(block.id(), block.feed(), block.number(), wire);
                } catch (MalformedException e) {
                    continue;
                }
            }
        }
    }

    private void send(BlockId id, FeedId feed, long number, Bytes wire) {
        if (wire.size() > 0 && wire.size() <= WireBlock.SIZE_MAX) {
            box.session.receive(new Message.Part(
                Samples.SPACE.value().head(Message.SPACE_SIZE), Optional.empty(),
                Message.Ref.named(Roster.prefix(feed)), number, Entry.check(id), wire.size(), 0,
                wire).encode(), now);
        }
    }

    /** A block that a device with a key wrote to do harm: any time, context, body. */
    private void insider(Script says) {
        int which = says.octet();
        Optional<Sealed> previous = which % 4 == 0 || signed.isEmpty() ? Optional.empty()
            : Optional.of(signed.get(which / 4 % signed.size()));
        try {
            Header header = header(previous, says);
            Sealed sealed = insider.sign(header, says.body);
            signed.add(sealed);
            Optional<Place> before = previous.flatMap(p -> box.graph.get(p.block().id()));
            if (previous.isPresent() == before.isPresent()) {
                send(sealed.block().id(), header.feed(), header.number(),
                    WireBlock.encode(sealed.block(), before, Optional.empty()));
            }
        } catch (IllegalArgumentException impossible) {
            says.at = says.script.length;
        }
    }

    private Bytes body = Bytes.EMPTY;

    private Header header(Optional<Sealed> previous, Script says) {
        long time = says.number(6);
        long first = says.number(says.octet() % 9);
        int events = (int) says.number(2);
        int dictionary = says.octet() % 4;
        Bytes key = dictionary == 3 ? Bytes.of(new byte[4]) : Bytes.EMPTY;
        List<Entry> context = new ArrayList<>();
        List<Place> places = new ArrayList<>(box.graph.places());
        places.sort(Place.ORDER);
        for (int i = says.octet() % 20; i > 0; i--) {
            Place named = places.get(says.octet() % places.size());
            context.add(new Entry(named.feed(), named.number() + says.octet() % 3,
                Entry.check(named.id())));
        }
        Bytes start = says.bytes(8).size() == 8 ? says.script.length % 2 == 0 ? insider.start
            : Bytes.of(new byte[8]) : insider.start;
        says.body = says.bytes(3_000);
        return new Header(Samples.SPACE, insider.feed(),
            previous.map(p -> p.header().number() + 1).orElse(1L),
            previous.map(p -> p.block().id()).orElse(BlockId.NONE),
            previous.isPresent() ? Optional.empty() : Optional.of(insider.founding), time, true,
            context.stream().distinct().sorted().toList(), start, first, events, dictionary % 3,
            key, Crypto.hash(says.body.toArray()));
    }
}
