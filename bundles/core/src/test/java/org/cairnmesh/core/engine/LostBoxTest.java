// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.sync.Session;
import org.junit.jupiter.api.Test;

/** What is done about a box that was lost: revoked, its key rotated, the space recovered. */
class LostBoxTest {
    private final Camp camp = new Camp();
    private final Rig base = Camp.box(1);
    private final Rig north = Camp.box(2);
    private final Rig south = Camp.box(3);

    /** Base, north and south in one closed space, all in range of base. */
    private void team() {
        camp.create(base, false);
        camp.enrol(base, north);
        camp.enrol(base, south);
        Camp.connect(base, north);
        Camp.connect(base, south);
        Camp.pass(2, base, north, south);
    }

    private FeedId feedOf(Rig rig) {
        return rig.snapshot().feeds().stream().filter(Snapshot.Feed::own)
            .filter(feed -> camp.blocks(rig).stream().map(b -> Header.decode(b.header()))
                .anyMatch(h -> h.feed().equals(feed.id()) && h.key().size() > 0))
            .map(Snapshot.Feed::id).findFirst().orElseThrow();
    }

    private Set<Bytes> keys(Rig rig, FeedId feed) {
        return camp.blocks(rig).stream().map(b -> Header.decode(b.header()))
            .filter(h -> h.feed().equals(feed)).map(Header::key).collect(Collectors.toSet());
    }

    private static void write(Rig rig, String key, String value) {
        rig.set(key, value);
        rig.seal();
    }

    @Test
    void aRevokedBoxIsToldAndKeepsWhatItHasAndOthersTakeNothingMoreOfIt() {
        team();
        write(north, "k", "good");
        Camp.pass(2, base, north, south);

        Camp.order(base, new Order.Revoke("box2", List.of()));
        write(north, "k", "too late");
        Camp.pass(3, base, north, south);

        assertEquals(List.of("good"), base.values("k"));
        assertEquals(List.of("good"), south.values("k"));
        assertEquals(List.of("too late"), north.values("k"));
        assertTrue(Camp.problems(north).contains("was revoked"), Camp.problems(north));
        assertEquals(List.of("box1 ADMIN", "box2 REVOKED", "box3 MEMBER"), Camp.members(south));
        assertTrue(base.snapshot().peers().stream()
            .anyMatch(peer -> peer.problem().contains("it was revoked")));
        north.start();
        assertEquals(List.of("too late"), north.values("k"));
    }

    @Test
    void aRevokedBoxFallsSilentOnceItHasHeardOfIt() {
        team();
        Wire wire = Camp.connect(north, base);
        Camp.order(base, new Order.Revoke("box2", List.of()));
        Camp.pass(2, base, north);
        long frames = wire.sent.stream()
            .filter(frame -> Session.mayBeOf(frame.bytes(), camp.space)).count();

        write(north, "k", "v");
        Camp.pass(10, base, north);

        assertTrue(frames > 0);
        assertEquals(frames, wire.sent.stream().filter(frame ->
            Session.mayBeOf(frame.bytes(), camp.space)).count());
    }

    @Test
    void aRevocationRotatesTheKeyAndTheRevokedBoxCannotReadOn() {
        team();
        write(base, "k", "before");
        Camp.pass(2, base, north, south);
        FeedId feed = feedOf(base);
        Set<Bytes> before = keys(base, feed);

        Camp.order(base, new Order.Revoke("box2", List.of()));
        write(base, "k", "after");
        Camp.pass(3, base, north, south);

        assertEquals(1, before.size());
        assertEquals(2, keys(base, feed).size());
        assertEquals(List.of("after"), south.values("k"));
        assertEquals(List.of("before"), north.values("k"));
    }

    @Test
    void whatIsPastTheNamedBlockCountsAsNeverReceivedAlsoWhereItIsHeld() {
        team();
        write(north, "k", "good");
        Camp.pass(2, base, north, south);
        FeedId feed = feedOf(north);
        long last = base.snapshot().feeds().stream().filter(f -> f.id().equals(feed))
            .findFirst().orElseThrow().height();
        write(north, "k", "of a thief");
        Camp.pass(2, base, north, south);
        assertEquals(List.of("of a thief"), south.values("k"));

        Camp.order(base, new Order.Revoke("box2", List.of(feed + ":" + last)));
        Camp.pass(2, base, north, south);

        assertEquals(List.of("good"), base.values("k"));
        assertEquals(List.of("good"), south.values("k"));
        base.start();
        assertEquals(List.of("good"), base.values("k"));
        assertEquals(last, base.snapshot().feeds().stream().filter(f -> f.id().equals(feed))
            .findFirst().orElseThrow().height());
    }

    @Test
    void aLaterRevocationMovesTheHeads() {
        team();
        write(north, "k", "good");
        Camp.pass(2, base, north, south);
        FeedId feed = feedOf(north);

        Camp.order(base, new Order.Revoke("box2", List.of(feed + ":0")));
        Camp.pass(2, base, south);
        assertEquals(List.of(), south.values("k"));
        Camp.order(base, new Order.Revoke("box2", List.of(feed + ":1")));
        Camp.pass(2, base, south);

        assertEquals(List.of(), base.snapshot().spaces().get(0).problems().stream()
            .filter(p -> p.contains("sealed with keys")).toList());
        assertEquals(List.of("good"), base.values("k"));
        assertEquals(List.of("good"), south.values("k"));
    }

    @Test
    void aRevocationThatNamesNoBlockSaysWhichThereAre() {
        team();
        write(north, "k", "v");
        Camp.pass(2, base, north, south);
        FeedId feed = feedOf(north);

        for (String at : List.of("feed", "abc:1", "zzzz:1", feed + ":x", feed + ":-1",
            feed + ":" + Long.MAX_VALUE)) {
            assertEquals(Reason.UNKNOWN,
                Camp.refused(base, new Order.Revoke("box2", List.of(at))).reason(), at);
        }
        assertTrue(Camp.refused(base, new Order.Revoke("box2", List.of("x"))).detail()
            .contains(feed + " (to "));
        assertFalse(Camp.members(base).contains("box2 REVOKED"));
    }

    @Test
    void thePaperTakesASpaceBackOnANewBox() {
        team();
        write(base, "k", "of the lost base");
        Camp.pass(2, base, north, south);
        Rig fresh = Camp.box(4);

        Item.Table first = Camp.order(fresh, new Order.Recover(camp.code));
        assertEquals(Item.FALSE, first.get("recovered"));
        Camp.connect(north, fresh);
        Camp.pass(2, north, fresh);
        Camp.order(fresh, new Order.Use(Camp.NAME));
        assertEquals(List.of(), fresh.values("k"));
        assertEquals(Item.TRUE, Camp.order(fresh, new Order.Recover(camp.code)).get("recovered"));
        assertEquals(List.of("of the lost base"), fresh.values("k"));
        Camp.order(fresh, new Order.Revoke("box1", List.of()));
        write(fresh, "k", "of the new base");
        Camp.pass(3, north, fresh);

        assertEquals(List.of("of the new base"), north.values("k"));
        assertEquals(List.of("box1 REVOKED", "box2 MEMBER", "box3 MEMBER", "box4 ADMIN"),
            Camp.members(north));
        assertEquals(Reason.UNFIT, Camp.refused(fresh, new Order.Recover(camp.code)).reason());
        assertEquals(Reason.UNFIT, Camp.refused(base, new Order.Recover(camp.code)).reason());
    }

    @Test
    void aNewBoxWithTheBlocksOfABackupIsInTheSpaceAndNeedsOnlyThePaper() {
        team();
        write(base, "k", "of the lost base");
        MoodyLog log = new MoodyLog();
        Rig spare = new Rig(new Box(new Pen(7).identity, "box7", Camp.NAME, new Random(7)), log);
        MoodyLogs restored = new MoodyLogs(log);
        for (Block block : camp.blocks(base)) {
            restored.of(camp.space).commit(new Batch(List.of(), List.of(block), 0, Map.of()));
        }
        spare.loop.unbind(spare.logs, 0);
        spare.loop.bind(restored);
        spare.settle();
        assertEquals(camp.space, spare.snapshot().box().space());
        assertTrue(Camp.problems(spare).contains("not enrolled"), Camp.problems(spare));
        assertEquals(List.of(), spare.values("k"));

        Camp.order(spare, new Order.Recover(camp.code));

        assertEquals(List.of("of the lost base"), spare.values("k"));
        assertEquals(1, spare.snapshot().spaces().size());
        assertTrue(Camp.members(spare).contains("box7 ADMIN"));
    }

    @Test
    void aRevokedBoxCannotRecoverWithItsOldKeys() {
        team();
        Camp.order(base, new Order.Revoke("box2", List.of()));
        Camp.pass(2, base, north, south);

        assertTrue(Camp.refused(north, new Order.Recover(camp.code)).detail()
            .contains("revoked"));
        assertEquals(Reason.MALFORMED, Camp.refused(north, new Order.Recover("x")).reason());
    }

    @Test
    void anAdminsBoxGivesTheKeyToAMemberThatAnotherAdminEnrolledMeanwhile() {
        team();
        Camp.order(base, new Order.Admin("box2", camp.code));
        Camp.pass(2, base, north, south);
        Rig east = Camp.box(6);
        Camp.order(base, new Order.Revoke("box3", List.of()));
        camp.enrol(north, east);
        write(base, "k", "with the new key");
        Camp.connect(north, east);
        Camp.pass(1, north, east);
        Camp.connect(base, east);

        Camp.pass(6, base, north, east);

        assertEquals(List.of("with the new key"), east.values("k"));
        assertEquals(List.of("box1 ADMIN", "box2 ADMIN", "box3 REVOKED", "box6 MEMBER"),
            Camp.members(base));
    }

    @Test
    void twoAdminsWhoRotateAtOnceAgreeOnAKeyThatNobodyElseHas() {
        team();
        Camp.order(base, new Order.Admin("box2", camp.code));
        Rig west = Camp.box(5);
        Rig east = Camp.box(6);
        Camp.pass(2, base, north, south);
        camp.enrol(base, west);
        camp.enrol(base, east);
        Camp.pass(2, base, north, south);

        Camp.order(base, new Order.Revoke("box5", List.of()));
        Camp.order(north, new Order.Revoke("box6", List.of()));
        Camp.pass(5, base, north, south);
        write(base, "a", "of base");
        write(north, "b", "of north");
        Camp.pass(3, base, north, south);

        assertEquals(List.of("of base"), south.values("a"));
        assertEquals(List.of("of north"), south.values("b"));
        FeedId one = feedOf(base);
        FeedId other = feedOf(north);
        List<Bytes> last = List.of(one, other).stream().map(feed -> camp.blocks(south).stream()
            .map(b -> Header.decode(b.header())).filter(h -> h.feed().equals(feed))
            .reduce((a, b) -> b).orElseThrow().key()).toList();
        assertEquals(last.get(0), last.get(1));
    }
}
