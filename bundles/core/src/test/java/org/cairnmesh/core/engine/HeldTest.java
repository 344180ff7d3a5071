// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

class HeldTest {
    private final MoodyLog log = new MoodyLog();
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Box box = Rig.box(1);
    private Held held = start();

    private Held start() {
        Held fresh = new Held(new Journal(log), box,
            reason -> refused.merge(reason, 1, Integer::sum), Pen.NOON);
        fresh.install(new Registers(1));
        fresh.fold(100_000, 0);
        fresh.commit();
        return fresh;
    }

    private EventId set(String key, String value) {
        EventId id = held.append(Registers.set(key, value)).accepted();
        held.fold(100_000, 0);
        held.commit();
        return id;
    }

    private List<EventId> heads(String key) {
        held.fold(100_000, 0);
        return Registers.heads(held.projections().views().get(Registers.NAME).documents(), key);
    }

    private void admit(Sealed sealed) {
        assertInstanceOf(Verdict.Admissible.class, held.admit(sealed.block()));
        held.commit();
        held.fold(100_000, 0);
    }

    /** Everything that a refusal must leave as it is. */
    private String state() {
        Map<BlockId, Long> ranks = new TreeMap<>();
        held.graph().places().forEach(place -> ranks.put(place.id(), place.rank()));
        return held.graph().frontier() + " " + ranks + " " + held.staged() + " "
            + held.staging.feed() + " " + held.journal.dirty() + " "
            + log.log.staged() + " " + log.log.marks() + " " + log.log.blocks() + " "
            + held.roster().tag() + " " + held.journal.kinds + " " + held.journal.events
            + heads("k");
    }

    @Test
    void whateverIsRefusedChangesNothingButItsCount() {
        Pen pen = new Pen(2);
        List<Sealed> chain = pen.chain(Admission.GAP_MAX + 3);
        admit(chain.get(0));
        set("k", "mine");
        for (int i = 0; i < Admission.TIPS_MAX; i++) {
            admit(pen.after(chain.get(0), Pen.NOON + 900 + i));
        }
        Pen cut = new Pen(4);
        Sealed head = cut.first(Pen.NOON);
        admit(head);
        held.obey(new Rules(Map.of(cut.feed(), List.of(new Rules.Head(1, head.block().id()))),
            Map.of(), Map.of(), OptionalLong.empty()));
        set("k", "staged");
        Map<Refusal, Block> bad = bad(pen, chain);
        bad.put(Refusal.CUT, cut.after(head, Pen.NOON).block());
        bad.put(Refusal.WRONG_TIME, new Pen(5).first(Limits.TIME_MILLIS_MAX).block());

        bad.forEach((reason, block) -> {
            String before = state();

            held.at(Pen.NOON + 99_000_000);
            Verdict verdict = held.admit(block);

            assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
            assertEquals(before, state(), reason.name());
            assertEquals(1, refused.remove(reason.name()));
            assertEquals(Map.of(), refused);
        });

        Set<Refusal> all = new HashSet<>(List.of(Refusal.values()));
        all.removeAll(Set.of(Refusal.NO_ROOM, Refusal.NOT_ENROLLED, Refusal.REVOKED,
            Refusal.TOO_MANY_FEEDS));
        assertEquals(all, bad.keySet());
    }

    private static Map<Refusal, Block> bad(Pen pen, List<Sealed> chain) {
        Map<Refusal, Block> bad = new TreeMap<>();
        Pen other = new Pen(3);
        Block good = other.first(Pen.NOON + 5_000_000).block();
        Header header = Header.decode(good.header());
        bad.put(Refusal.BAD_SIGNATURE, with(good, good.header(), good.body(),
            Bytes.of(new byte[Crypto.SIGNATURE_SIZE])));
        bad.put(Refusal.MALFORMED, with(good, good.header().head(30), good.body(),
            good.signature()));
        bad.put(Refusal.OVERSIZE, with(good, good.header(),
            Bytes.of(new byte[Limits.BODY_BYTES_MAX + 1]), good.signature()));
        byte[] version = good.header().toArray();
        version[1] = 2;
        bad.put(Refusal.WRONG_VERSION, with(good, Bytes.of(version), good.body(),
            good.signature()));
        bad.put(Refusal.WRONG_SPACE, other.sign(new Header(Identity.openSpace("x"),
            header.feed(), 1, BlockId.NONE, header.founding(), header.timeMillis(), true,
            List.of(), header.start(), 0, 0, 0, Bytes.EMPTY, header.bodyHash()),
            good.body()).block());
        bad.put(Refusal.WRONG_FEED, other.sign(new Header(Pen.SPACE,
            new FeedId(Bytes.of(new byte[16])), 1, BlockId.NONE, header.founding(),
            header.timeMillis(), true, List.of(), header.start(), 0, 0, 0, Bytes.EMPTY,
            header.bodyHash()), good.body()).block());
        bad.put(Refusal.BROKEN_CHAIN, chain.get(2).block());
        bad.put(Refusal.GAP, chain.get(Admission.GAP_MAX + 2).block());
        bad.put(Refusal.FEED_CLOSED, pen.after(chain.get(0), Pen.NOON + 12_345).block());
        return bad;
    }

    private static Block with(Block block, Bytes header, Bytes body, Bytes signature) {
        return new Block(block.id(), block.feed(), block.number(), block.previous(),
            block.events(), header, body, signature);
    }

    @Test
    void whatIsHeldAlreadyChangesNothing() {
        Sealed first = new Pen(2).first(Pen.NOON);
        admit(first);
        set("k", "staged");
        String before = state();

        assertInstanceOf(Verdict.Held.class, held.admit(first.block()));

        assertEquals(before, state());
        assertEquals(Map.of(), refused);
    }

    @Test
    void stagedEventsAreSealedBeforeABlockIsAdmitted() {
        set("k", "staged");

        admit(new Pen(2).first(Pen.NOON - 5));

        List<Place> arrivals = held.journal.arrivals;
        assertEquals(box.identity().device(), arrivals.get(0).author().device());
        assertEquals(List.of(), arrivals.get(0).context());
        assertEquals(List.of(), held.staged());
    }

    @Test
    void aBlockNamesWhatItsEventsReplacedAndAFewTipsMore() {
        List<Pen> pens = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pens.add(new Pen(20 + i));
            admit(write(pens.get(i), i == 0 ? "k" : "other", Pen.NOON + i));
        }

        set("k", "mine");
        held.contact();
        held.commit();

        Place own = held.journal.arrivals.get(12);
        assertEquals(Limits.CONTEXT_SPARE + 1, own.context().size());
        assertTrue(own.context().stream().anyMatch(e -> e.feed().equals(pens.get(0).feed())));
        assertEquals(1, heads("k").size());
    }

    private static Sealed write(Pen pen, String key, long time) {
        return pen.block(Optional.empty(), time, List.of(),
            List.of(pen.event(Registers.SET, Registers.payload(key, "theirs"))));
    }

    @Test
    void anEventThatReplacesMoreThanABlockCanNameReplacesAllOfIt() {
        for (int replaced : List.of(9, 16, 17, 40)) {
            HeldTest one = new HeldTest();
            List<Sealed> writes = new ArrayList<>();
            for (int i = 0; i < replaced; i++) {
                writes.add(write(new Pen(20 + i), "k", Pen.NOON + i));
                one.admit(writes.get(i));
            }
            one.set("other", "first");
            assertEquals(replaced, one.heads("k").size());

            EventId id = one.set("k", "all");
            one.set("k2", "after");

            assertEquals(List.of(id), one.heads("k"), replaced + " replaced");
            one.held = one.start();
            assertEquals(List.of(id), one.heads("k"), replaced + " after a restart");
            assertEquals(List.of(id), passedOn(one).heads("k"), replaced + " elsewhere");
            assertTrue(one.held.journal.arrivals.stream()
                .allMatch(place -> place.context().size() <= Limits.CONTEXT_MAX));
        }
    }

    /** Another box that was given all blocks. */
    private static HeldTest passedOn(HeldTest from) {
        HeldTest fresh = new HeldTest();
        fresh.held = new Held(new Journal(fresh.log), Rig.box(99), reason -> { }, Pen.NOON);
        fresh.held.install(new Registers(1));
        from.log.log.arrived(0, 1_000).forEach(block ->
            assertInstanceOf(Verdict.Admissible.class, fresh.held.admit(block)));
        fresh.held.commit();
        return fresh;
    }

    @Test
    void aForeignBlockOfItsOwnFeedStartsANewIncarnationAndNothingIsLost() {
        EventId first = set("a", "one");
        held.contact();
        held.commit();
        EventId staged = set("b", "two");
        FeedId feed = held.staging.feed().orElseThrow();
        Block known = log.log.arrived(0, 1).get(0);
        Block clone = ofClone(known);

        assertInstanceOf(Verdict.Admissible.class, held.admit(clone));
        held.commit();
        EventId third = set("c", "three");
        held.contact();
        held.commit();

        FeedId next = held.staging.feed().orElseThrow();
        assertTrue(!next.equals(feed));
        assertEquals(List.of(first), heads("a"));
        assertEquals(List.of(staged), heads("b"));
        assertEquals(List.of(third), heads("c"));
        assertEquals(2, held.graph().feed(feed).orElseThrow().height());
        assertEquals(2, held.graph().feed(next).orElseThrow().height());
        held = start();
        assertEquals(next, held.staging.feed().orElseThrow());
        assertEquals(List.of(staged), heads("b"));
    }

    /** A block behind this one that a clone of this box sealed. */
    private Block ofClone(Block known) {
        Header before = Header.decode(known.header());
        Bytes body = Body.write(List.of());
        Header header = new Header(Pen.SPACE, before.feed(), 2, known.id(), Optional.empty(),
            Pen.NOON + 5, true, List.of(), Bytes.ofLong(77), 0, 0, 0, Bytes.EMPTY,
            Crypto.hash(body.toArray()));
        return new Pen(1).sign(header, body).block();
    }

    @Test
    void aLogOfAnotherIdentityIsNotContinuedInItsFeed() {
        set("k", "one");
        held.contact();
        held.commit();
        FeedId feed = held.staging.feed().orElseThrow();

        held = new Held(new Journal(log), Rig.box(2), reason -> { }, Pen.NOON);
        held.install(new Registers(1));
        set("k", "two");
        held.contact();
        held.commit();

        assertEquals(1, held.graph().feed(feed).orElseThrow().height());
        HeldTest other = passedOn(this);
        assertEquals(2, other.held.graph().size());
    }
}
