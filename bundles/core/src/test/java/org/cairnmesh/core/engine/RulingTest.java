// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.core.space.Act;
import org.junit.jupiter.api.Test;

/** What an admin rules about one feed, between whole engines: which heads count, and since when. */
class RulingTest {
    private static final long YEAR_2099 = 4_090_000_000_000L;
    private static final long HOUR = 3_600_000;

    private final Camp camp = new Camp();
    private final Rig base = Camp.box(1);
    private final Rig north = Camp.box(2);
    private final Rig south = Camp.box(3);

    private void team() {
        camp.create(base, true);
        camp.enrol(base, north);
        camp.enrol(base, south);
        meet();
    }

    private void meet() {
        Camp.connect(base, north);
        Camp.connect(base, south);
        Camp.pass(2, base, north, south);
    }

    private static void write(Rig rig, String key, String value) {
        rig.set(key, value);
        rig.seal();
    }

    /** The blocks that a box holds of the feed that another records in, by number. */
    private List<Header> records(Rig at, Rig of) {
        FeedId feed = camp.blocks(at).stream().map(block -> Header.decode(block.header()))
            .filter(h -> h.founding().filter(f -> f.role() == Founding.Role.RECORDS
                && f.device().equals(of.box.identity().device())).isPresent())
            .findFirst().orElseThrow().feed();
        return camp.blocks(at).stream().map(block -> Header.decode(block.header()))
            .filter(header -> header.feed().equals(feed)).toList();
    }

    /** Someone with the keys of north writes after its first block; base holds it from now on. */
    private FeedId steal() {
        for (int i = 0; i < 10; i++) {
            write(north, "k", "honest " + i);
        }
        Camp.pass(2, base, north, south);
        Header last = records(base, north).get(1);
        Bytes start = Bytes.ofLong(7);
        Event event = new Event(new EventId(Author.origin(north.box.identity().device(), start),
            0), Registers.SET, new Item.Table(Registers.payload("k", "forged")), "",
            last.timeMillis(), Optional.empty());
        Bytes body = Body.write(List.of(event));
        Header header = new Header(camp.space, last.feed(), last.number(), last.previous(),
            Optional.empty(), last.timeMillis(), true, List.of(), start, 0, 1, Header.NONE,
            Bytes.EMPTY, Crypto.hash(body.toArray()));
        Block forged =
            new Sealer(camp.space, north.box.identity()).sign(header, body).block();
        camp.log(base).commit(new Batch(List.of(), List.of(forged), 0, Map.of()));
        base.start();
        meet();
        return last.feed();
    }

    private static Doubts.Fork fork(Rig rig) {
        assertEquals(1, rig.snapshot().doubts().forks().size());
        return rig.snapshot().doubts().forks().get(0);
    }

    private static String head(Doubts.Tip tip) {
        return tip.number() + ":" + tip.id().toString().substring(0, 8);
    }

    private static String digits(FeedId feed) {
        return feed.toString().substring(0, 8);
    }

    @Test
    void aThiefsBranchThatAnAdminLeavesOutIsGoneOnEveryBox() {
        team();
        FeedId feed = steal();
        assertTrue(south.values("k").contains("forged"), south.values("k")::toString);
        Doubts.Fork fork = fork(base);
        assertFalse(fork.roster());

        Item.Table facts = Camp.order(base,
            new Order.Resolve(digits(feed), List.of(head(fork.tips().get(0)))));
        Camp.pass(2, base, north, south);

        assertEquals(Item.of(1), facts.get("leftOut"));
        assertEquals(Item.TRUE, facts.get("obeyed"));
        for (Rig rig : List.of(base, north, south)) {
            assertEquals(List.of("honest 9"), rig.values("k"));
            assertEquals(0, rig.snapshot().doubts().forksTotal());
            assertEquals(base.snapshot().holding().frontier(),
                rig.snapshot().holding().frontier());
        }
        base.start();
        assertEquals(List.of("honest 9"), base.values("k"));
        write(north, "k", "goes on in another feed");
        meet();
        assertEquals(List.of("goes on in another feed"), south.values("k"));
    }

    @Test
    void allBranchesCountIfAllAreNamedAndTheForkIsSettled() {
        team();
        FeedId feed = steal();
        List<String> before = south.values("k");

        Camp.order(base, new Order.Resolve(feed.toString(),
            fork(base).tips().stream().map(RulingTest::head).toList()));
        Camp.pass(2, base, north, south);

        assertEquals(before, south.values("k"));
        assertEquals(before, base.values("k"));
        assertEquals(0, south.snapshot().doubts().forksTotal());
    }

    @Test
    void aLaterResolutionMovesTheHeads() {
        team();
        FeedId feed = steal();
        List<Doubts.Tip> tips = fork(base).tips();

        Camp.order(base, new Order.Resolve(digits(feed), List.of("1")));
        Camp.pass(2, base, north, south);
        assertEquals(List.of("honest 0"), base.values("k"));
        assertEquals(List.of("honest 0"), south.values("k"));
        Camp.order(base, new Order.Resolve(digits(feed), List.of(head(tips.get(1)))));
        Camp.pass(2, base, north, south);

        assertEquals(List.of("forged"), base.values("k"));
        assertEquals(List.of("forged"), south.values("k"));
    }

    @Test
    void resolutionsThatCannotBeMeantAreRefusedByName() {
        team();
        FeedId feed = steal();
        String id = digits(feed);
        FeedId roster = camp.blocks(base).stream().map(b -> Header.decode(b.header()))
            .filter(h -> h.founding().filter(f -> f.role() == Founding.Role.ROSTER).isPresent())
            .findFirst().orElseThrow().feed();
        write(south, "k", "s");
        Camp.pass(2, base, south);
        FeedId whole = records(base, south).get(0).feed();

        refuses(Reason.UNKNOWN, "front lists", id.substring(0, 3), List.of("1"));
        refuses(Reason.UNKNOWN, "names no feed", "zzzz", List.of("1"));
        refuses(Reason.UNFIT, "has not forked", digits(whole), List.of("1"));
        refuses(Reason.UNFIT, "about the space itself", roster.toString(), List.of("1"));
        refuses(Reason.MALFORMED, "NUMBER:ID is wanted", id, List.of("x"));
        refuses(Reason.MALFORMED, "NUMBER:ID is wanted", id, List.of("1:"));
        refuses(Reason.UNKNOWN, "several blocks are meant by 2: name one of 2:", id, List.of("2"));
        refuses(Reason.UNKNOWN, "no block 2:0000000000", id, List.of("1", "2:0000000000"));
        refuses(Reason.UNKNOWN, "held up to block 10", id, List.of("99"));
        refuses(Reason.MALFORMED, "0 heads, not 1 to 32", id, List.of());
        refuses(Reason.MALFORMED, "33 heads, not 1 to 32", id,
            Collections.nCopies(Act.HEADS_MAX + 1, "1"));
        assertEquals(Reason.UNFIT,
            Camp.refused(south, new Order.Resolve(id, List.of("1"))).reason());
        assertEquals(1, base.snapshot().doubts().forksTotal());
        Camp.order(base, new Order.Resolve(id, Collections.nCopies(Act.HEADS_MAX, "1")));
    }

    private void refuses(Reason reason, String what, String feed, List<String> heads) {
        Ordered.Refused refused = Camp.refused(base, new Order.Resolve(feed, heads));
        assertEquals(reason, refused.reason(), refused.detail());
        assertTrue(refused.detail().contains(what), refused.detail());
    }

    @Test
    void aFeedStamped2099IsCorrectedAndTheOrderFollowsOnEveryBox() {
        team();
        write(south, "k", "right");
        north.now = YEAR_2099;
        write(north, "k", "of 2099");
        Camp.pass(2, base, north, south);
        assertEquals(List.of("right", "of 2099"), base.values("k"));
        Doubts.Misdated odd = base.snapshot().doubts().misdated().get(0);
        assertEquals("box2", odd.box());

        Camp.order(base, new Order.CorrectTime(digits(odd.feed()), odd.from(), odd.to(),
            base.now - HOUR - odd.toMillis()));
        Camp.pass(2, base, north, south);

        for (Rig rig : List.of(base, south, north)) {
            assertEquals(List.of("of 2099", "right"), rig.values("k"));
            assertEquals(base.heads("k"), rig.heads("k"));
        }
        assertEquals(List.of(), base.snapshot().doubts().misdated());
        assertEquals(List.of(), south.snapshot().doubts().misdated());
        base.start();
        assertEquals(List.of("of 2099", "right"), base.values("k"));
        Camp.order(base, new Order.CorrectTime(odd.feed().toString(), odd.from(), odd.to(), 0));
        assertEquals(List.of("right", "of 2099"), base.values("k"));
    }

    @Test
    void aRosterStamped2099IsCorrectedAndNoClockIsHeldThere() {
        team();
        long right = base.now;
        base.now = YEAR_2099;
        camp.enrol(base, Camp.box(4));
        Camp.pass(2, base, north, south);
        base.now = right;
        write(north, "k", "while the roster is of 2099");
        assertTrue(last(north).timeMillis() >= YEAR_2099);
        Header odd = camp.blocks(base).stream().map(block -> Header.decode(block.header()))
            .filter(header -> header.timeMillis() >= YEAR_2099).findFirst().orElseThrow();

        Camp.order(base, new Order.CorrectTime(odd.feed().toString(), odd.number(), odd.number(),
            right - odd.timeMillis()));
        Camp.pass(2, base, north, south);
        write(north, "k", "after");
        write(base, "k", "too");

        assertTrue(last(north).timeMillis() < YEAR_2099);
        assertTrue(last(base).timeMillis() < YEAR_2099);
    }

    private Header last(Rig rig) {
        List<Header> all = records(rig, rig);
        return all.get(all.size() - 1);
    }

    @Test
    void correctionsPastTheirBoundsAreRefusedByName() {
        team();
        write(north, "k", "v");
        Camp.pass(2, base, north, south);
        String feed = digits(records(base, north).get(0).feed());
        long height = records(base, north).size();

        refuses("held from 1 to " + height, new Order.CorrectTime(feed, 0, 1, 5));
        refuses("held from 1 to " + height, new Order.CorrectTime(feed, 2, 1, 5));
        refuses("held from 1 to " + height, new Order.CorrectTime(feed, 1, height + 1, 5));
        refuses("an offset of", new Order.CorrectTime(feed, 1, 1, Limits.TIME_MILLIS_MAX));
        refuses("an offset of", new Order.CorrectTime(feed, 1, 1, -Limits.TIME_MILLIS_MAX));
        refuses("an offset of", new Order.CorrectTime(feed, 1, 1, Long.MIN_VALUE));
        assertEquals(Reason.UNFIT,
            Camp.refused(south, new Order.CorrectTime(feed, 1, 1, 5)).reason());
        Camp.order(base, new Order.CorrectTime(feed, 1, height, Limits.TIME_MILLIS_MAX - 1));
        Camp.order(base, new Order.CorrectTime(feed, 1, height, 1 - Limits.TIME_MILLIS_MAX));
        Item.Table facts = Camp.order(base, new Order.CorrectTime(feed, 1, 1, 5));
        assertEquals(Item.TRUE, facts.get("obeyed"));
    }

    private void refuses(String what, Order.CorrectTime order) {
        Ordered.Refused refused = Camp.refused(base, order);
        assertEquals(Reason.MALFORMED, refused.reason(), refused.detail());
        assertTrue(refused.detail().contains(what), refused.detail());
    }

    @Test
    void inASpaceThatHasNoOwnerNobodyRules() {
        write(base, "k", "v");
        String feed = base.snapshot().feeds().get(0).id().toString();

        for (Order order : List.of(new Order.Resolve(feed, List.of("1")),
            new Order.CorrectTime(feed, 1, 1, 5))) {
            assertTrue(Camp.refused(base, order).detail().contains("no admins"));
        }
    }
}
