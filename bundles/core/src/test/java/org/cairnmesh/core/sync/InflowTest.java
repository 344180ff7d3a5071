// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class InflowTest {
    private final SyncBox box = new SyncBox(1);
    private final SyncBox sender = new SyncBox(2);
    private final Inflow inflow = new Inflow(box);

    private Message.Part part(Block block, int offset, int length) {
        Place place = sender.graph.get(block.id()).orElseThrow();
        Bytes wire = WireBlock.encode(block, place.previous(), Optional.empty());
        return new Message.Part(SyncBox.spaceBytes(), Optional.empty(),
            Message.Ref.named(Roster.prefix(block.feed())), block.number(),
            Entry.check(block.id()), wire.size(), offset,
            wire.slice(offset, Math.min(length, wire.size() - offset)));
    }

    private boolean heard(Sealed sealed) {
        return inflow.heard(part(sealed.block(), 0, WireBlock.SIZE_MAX));
    }

    @Test
    void partsInAnyOrderMakeTheBlock() {
        Sealed sealed = sender.write(SyncBox.noise(1, 1_000));
        List<Integer> offsets = new ArrayList<>();
        for (int at = 0; at < part(sealed.block(), 0, 1).size(); at += 100) {
            offsets.add(at);
        }
        Collections.shuffle(offsets, new Random(3));

        for (int i = 0; i < offsets.size(); i++) {
            boolean admitted = inflow.heard(part(sealed.block(), offsets.get(i), 130));
            assertEquals(i == offsets.size() - 1, admitted);
        }

        assertEquals(1, box.graph.size());
        assertEquals(sealed.block(), box.block(box.graph.get(sealed.block().id()).orElseThrow()));
    }

    @Test
    void aBlockThatIsHeldIsTakenAgainOnlyForAMissingEnvelope() {
        Sealed sealed = sender.write("first");
        heard(sealed);
        heard(sealed);
        assertEquals(List.of(sealed.block().id()), box.judged);

        box.lacking.add(sealed.block().id());
        heard(sealed);

        assertEquals(List.of(sealed.block().id(), sealed.block().id()), box.judged);
        assertEquals(1, box.graph.size());
    }

    @Test
    void saysHowMuchOfABlockIsHereWithoutAGap() {
        Sealed sealed = sender.write(SyncBox.noise(1, 1_000));

        inflow.heard(part(sealed.block(), 0, 100));
        inflow.heard(part(sealed.block(), 300, 100));
        assertEquals(100, inflow.offset(Roster.prefix(sender.pen.feed()), 1));
        inflow.heard(part(sealed.block(), 80, 250));

        assertEquals(400, inflow.offset(Roster.prefix(sender.pen.feed()), 1));
        assertEquals(0, inflow.offset(Roster.prefix(sender.pen.feed()), 2));
        assertEquals(0, inflow.offset(Roster.prefix(box.pen.feed()), 1));
    }

    @Test
    void blocksThatComeBackwardsAreAdmittedOnceTheFirstIsHere() {
        List<Sealed> chain = new ArrayList<>();
        for (int i = 0; i < Admission.GAP_MAX; i++) {
            chain.add(sender.write("note " + i));
        }
        for (int i = chain.size() - 1; i > 0; i--) {
            assertFalse(heard(chain.get(i)));
        }

        assertTrue(heard(chain.get(0)));

        assertEquals(Admission.GAP_MAX, box.graph.size());
        assertEquals(Map.of(), box.refused);
    }

    @Test
    void aBlockPastTheGapIsRefused() {
        Sealed last = sender.write("first");
        for (int i = 0; i < Admission.GAP_MAX; i++) {
            last = sender.write("note " + i);
        }

        assertFalse(heard(last));

        assertEquals(Map.of(Refusal.GAP, 1), box.refused);
    }

    @Test
    void blocksThatWaitAreBoundedInNumberAndTheOldestGo() {
        for (int i = 0; i < Inflow.WAITING_MAX; i++) {
            inflow.heard(strange(i));
        }
        assertEquals(Map.of(), box.refused);

        inflow.heard(strange(Inflow.WAITING_MAX));

        assertEquals(Map.of(Refusal.NO_ROOM, 1), box.refused);
        assertEquals(Bytes.EMPTY, inflow.waiting(Bytes.ofLong(0), 2));
        assertEquals(Bytes.of((byte) 1), inflow.waiting(Bytes.ofLong(1), 2));
        assertEquals(Bytes.of((byte) 1), inflow.waiting(Bytes.ofLong(Inflow.WAITING_MAX), 2));
    }

    /** A second block of a feed of which nothing is here: nobody can tell yet what it is. */
    private static Message.Part strange(int feed) {
        return new Message.Part(SyncBox.spaceBytes(), Optional.empty(),
            Message.Ref.named(Bytes.ofLong(feed)), 2, Bytes.of((byte) 1, (byte) 2), 4, 0,
            Bytes.of((byte) 0, (byte) 1, (byte) 2, (byte) 3));
    }

    @Test
    void aBlockGoesInWhoseFirstWasHeardAfterIt() {
        Sealed first = sender.write("one");
        Sealed second = sender.write("two");
        heard(second);
        assertEquals(Bytes.of((byte) 2), inflow.waiting(Roster.prefix(sender.pen.feed()), 1));

        assertTrue(heard(first));

        assertEquals(2, box.graph.size());
        assertEquals(Bytes.EMPTY, inflow.waiting(Roster.prefix(sender.pen.feed()), 1));
    }

    @Test
    void blocksThatWaitAreBoundedInBytes() {
        int size = WireBlock.SIZE_MAX;
        int most = Inflow.WAITING_BYTES_MAX / size;
        for (int i = 0; i < most; i++) {
            inflow.heard(forged(i, size));
        }
        assertEquals(Map.of(), box.refused);

        inflow.heard(forged(most, size));
        inflow.heard(forged(most + 1, size));

        assertEquals(Map.of(Refusal.NO_ROOM, 2), box.refused);
    }

    /** The start of a block of nobody. */
    private static Message.Part forged(int feed, int size) {
        return new Message.Part(SyncBox.spaceBytes(), Optional.empty(),
            Message.Ref.named(Bytes.ofLong(feed)), 1, Bytes.of((byte) 1, (byte) 2), size, 0,
            Bytes.of((byte) 1));
    }

    @Test
    void aBlockThatFollowsNoHeldOneMakesItsFeedSuspect() {
        Sealed first = sender.write("one");
        Sealed second = sender.write("two");
        Sealed other = sender.pen.after(first, Pen.NOON + 7);
        Sealed third = sender.pen.after(other, Pen.NOON + 7);
        sender.take(other, third);
        heard(first);
        heard(second);

        heard(third);

        assertEquals(java.util.Set.of(sender.pen.feed()), inflow.suspects());
        heard(other);
        assertTrue(heard(third));
        assertEquals(java.util.Set.of(), inflow.suspects());
    }

    @Test
    void aBlockAfterEitherOfTwinsWithOneCheckIsAdmitted() {
        Sealed first = sender.write("one");
        List<Sealed> twins = sender.pen.twins(Optional.of(first));
        List<Sealed> after = twins.stream().map(t -> sender.pen.after(t, Pen.NOON)).toList();
        List<Sealed> all = List.of(first, twins.get(0), twins.get(1), after.get(0), after.get(1));
        all.subList(1, 5).forEach(sender::take);
        box.take(first, twins.get(0), twins.get(1));

        assertTrue(heard(after.get(0)));
        assertTrue(heard(after.get(1)));

        assertEquals(Map.of(), box.refused);
        assertEquals(5, box.graph.size());
    }

    @Test
    void aBlockThatCouldNotBePassedOnToEveryoneIsRefused() {
        TreeSet<Entry> context = new TreeSet<>();
        for (int i = 0; i < Limits.CONTEXT_MAX; i++) {
            context.add(new Entry(box.write("mine").header().feed(), Long.MAX_VALUE - i,
                Bytes.of((byte) 1, (byte) 1)));
        }
        Bytes body = Pen.noise(new Random(1), Limits.BODY_BYTES_MAX);
        box.graph.places().stream().sorted(java.util.Comparator.comparingLong(Place::number))
            .forEach(place -> sender.admit(box.block(place)));
        Sealed large = sender.pen.sign(sender.pen.header(Optional.empty(), Pen.NOON,
            List.copyOf(context), List.of(), body), body);
        Bytes wire = WireBlock.encode(large.block(), Optional.empty(),
            Optional.of(sender.roster()));
        assertTrue(wire.size() <= WireBlock.SIZE_MAX, wire.size() + " bytes");

        inflow.heard(new Message.Part(SyncBox.spaceBytes(), Optional.empty(),
            Message.Ref.named(Roster.prefix(large.block().feed())), 1,
            Entry.check(large.block().id()), wire.size(), 0, wire));

        assertEquals(Map.of(Refusal.OVERSIZE, 1), box.refused);
    }

    @Test
    void aFirstBlockThatPretendsToBeALaterOneIsMalformed() {
        Sealed first = sender.write("one");
        Message.Part honest = part(first.block(), 0, WireBlock.SIZE_MAX);

        inflow.heard(new Message.Part(honest.space(), honest.roster(), honest.feed(), 2,
            honest.check(), honest.size(), 0, honest.bytes()));

        assertEquals(Map.of(Refusal.MALFORMED, 1), box.refused);
    }

    @Test
    void aBlockThatIsNotTheOneAnnouncedIsMalformedAndForgotten() {
        Sealed first = sender.write("one");
        Message.Part honest = part(first.block(), 0, WireBlock.SIZE_MAX);
        Message.Part lie = new Message.Part(honest.space(), honest.roster(), honest.feed(), 1,
            Bytes.of((byte) 1, (byte) 1), honest.size(), 0, honest.bytes());

        assertFalse(inflow.heard(lie));

        assertEquals(Map.of(Refusal.MALFORMED, 1), box.refused);
        assertTrue(heard(first));
    }

    @Test
    void partsNamedByAnotherRosterAreIgnored() {
        Sealed first = sender.write("one");
        Message.Part honest = part(first.block(), 0, WireBlock.SIZE_MAX);

        assertFalse(inflow.heard(new Message.Part(honest.space(), Optional.of(Bytes.ofLong(1)
            .head(4)), Message.Ref.at(0), 1, honest.check(), honest.size(), 0,
            honest.bytes())));

        assertEquals(0, box.graph.size());
    }

    @Test
    void whatIsHeldAlreadyIsNotCollectedAgain() {
        Sealed first = sender.write("one");
        heard(first);

        assertFalse(inflow.heard(part(first.block(), 0, 10)));

        assertEquals(0, inflow.offset(Roster.prefix(first.header().feed()), 1));
    }

    @Test
    void forgedPartsChangeNothingAndThrowNothing() {
        List<Sealed> chain = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            chain.add(sender.write(SyncBox.noise(i, 100)));
        }
        chain.subList(0, 3).forEach(this::heard);
        String held = box.holds();
        for (long seed = 0; seed < 4_000; seed++) {
            Random random = new Random(seed);
            Message.Part honest = part(chain.get(random.nextInt(6)).block(), 0, 4_000);
            byte[] bytes = honest.bytes().toArray();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Bytes check = random.nextBoolean() ? honest.check() : Pen.noise(random, 2);
            FeedId feed = random.nextInt(4) == 0 ? new FeedId(Pen.noise(random, 16))
                : sender.pen.feed();
            try {
                assertFalse(inflow.heard(new Message.Part(honest.space(), honest.roster(),
                    Message.Ref.named(Roster.prefix(feed)), 1 + random.nextInt(8), check,
                    bytes.length, 0, Bytes.of(bytes))), "seed " + seed);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }

        assertEquals(held, box.holds());
        chain.forEach(this::heard);
        assertEquals(6, box.graph.size());
    }

    @Test
    void aBodyThatNobodyCanReadIsAdmittedAllTheSame() {
        Bytes body = Pen.noise(new Random(1), 300);
        Sealed strange = sender.pen.sign(
            sender.pen.header(Optional.empty(), Pen.NOON, List.of(), List.of(), body), body);
        sender.take(strange);

        assertTrue(heard(strange));

        assertEquals(Optional.empty(), Body.read(body, new org.cairnmesh.api.event.EventId(
            Bytes.ofLong(0), 0), 0, 0, org.cairnmesh.core.feed.History.NONE));
    }
}
