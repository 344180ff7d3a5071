// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

/** Feeds that have forked are found and healed, and silence nobody. */
class ForkSyncTest {
    private static final long MINUTE = 60_000;

    private final Ether ether = new Ether(1);
    private final SyncBox north = new SyncBox(1);
    private final SyncBox south = new SyncBox(2);

    private void agree(long millisMax) {
        assertTrue(ether.agree(millisMax), () -> ether.counts() + "\n" + ether.stations.stream()
            .map(s -> s.box.refused + " " + s.box.holds()).toList());
    }

    @Test
    void feedsWithTwoFirstBlocksAreHealed() {
        for (int more = 0; more < 3; more++) {
            Ether air = new Ether(more);
            SyncBox a = new SyncBox(1);
            SyncBox b = new SyncBox(2);
            Pen cloned = new Pen(9);
            Sealed left = cloned.first(Pen.NOON);
            Sealed right = cloned.first(Pen.NOON + 1);
            a.take(left);
            b.take(right);
            for (int i = 0; i < 10; i++) {
                left = cloned.after(left, Pen.NOON + i);
                a.take(left);
            }
            for (int i = 0; i < 9 + more; i++) {
                right = cloned.after(right, Pen.NOON + i);
                b.take(right);
            }
            air.join(a);
            air.join(b);

            assertTrue(air.agree(10 * MINUTE), more + " " + air.counts() + a.refused + b.refused);
        }
    }

    @Test
    void boxesThatCannotAgreeDoNotFillTheAir() {
        Pen insider = new Pen(9);
        List<Sealed> twins = insider.twins(java.util.Optional.empty());
        north.take(twins.get(0));
        south.take(twins.get(1));
        ether.join(north);
        ether.join(south);

        ether.run(10 * MINUTE);

        assertTrue(ether.sent.size() < 10 * 60 * 3, ether.counts().toString());
    }

    @Test
    void aForkAtEqualHeightsIsFoundAndHealedBothWays() {
        Pen cloned = new Pen(9);
        List<Sealed> shared = cloned.chain(3);
        Sealed left = cloned.after(shared.get(2), Pen.NOON + 100);
        Sealed right = cloned.after(shared.get(2), Pen.NOON + 200);
        shared.forEach(north::take);
        shared.forEach(south::take);
        north.take(left);
        south.take(right);
        ether.join(north);
        ether.join(south);

        agree(5 * MINUTE);
        ether.run(15 * MINUTE);

        assertTrue(ether.stations.stream().allMatch(s -> s.session.peers().get(0).equal()));
        assertEquals(2, north.graph.feed(cloned.feed()).orElseThrow().tips().size());
        assertEquals(5, south.graph.size());
    }

    @Test
    void aFeedThatIsAboutToBeClosedIsFilledFromAClosedOne() {
        Pen insider = new Pen(9);
        Sealed first = insider.first(Pen.NOON);
        north.take(first);
        south.take(first);
        for (int i = 0; i < Admission.TIPS_MAX; i++) {
            Sealed tip = insider.after(first, Pen.NOON + 100 + i);
            north.take(tip);
            if (i > 0) {
                south.take(tip);
            }
        }
        ether.join(north);
        ether.join(south);

        agree(30 * MINUTE);
    }

    @Test
    void twoBoxesWithOneIdentityExchangeLikeAnyOthers() {
        SyncBox clone = new SyncBox(1);
        clone.write("written on the clone");
        north.write("written on the other");
        north.write("and more");
        ether.join(north);
        ether.join(clone);

        agree(10 * MINUTE);

        assertEquals(2, clone.graph.feed(north.pen.feed()).orElseThrow().tips().size());
        assertEquals(3, north.graph.size());
    }

    @Test
    void forksDeepInAFeedAreHealed() {
        Pen cloned = new Pen(9);
        List<Sealed> shared = cloned.chain(40);
        for (int at : List.of(3, 20, 38)) {
            for (int more = 0; more < 3; more++) {
                Ether deep = new Ether(at);
                SyncBox a = new SyncBox(1);
                SyncBox b = new SyncBox(2);
                shared.forEach(a::take);
                shared.subList(0, at).forEach(b::take);
                Sealed last = shared.get(at - 1);
                for (int i = at; i < 39 + more; i++) {
                    last = cloned.after(last, Pen.NOON + 1_000 + i);
                    b.take(last);
                }
                deep.join(a);
                deep.join(b);

                assertTrue(deep.agree(10 * MINUTE), "fork after " + at + ", " + more + " "
                    + deep.counts() + a.refused + b.refused);
            }
        }
    }

    @Test
    void aFeedWithManyBranchesSilencesNobody() {
        for (int mtu : List.of(90, Ether.MTU)) {
            Ether air = new Ether(mtu);
            air.mtu = mtu;
            Pen insider = new Pen(9);
            SyncBox a = new SyncBox(1);
            SyncBox b = new SyncBox(2);
            List<Sealed> shared = insider.chain(30);
            shared.forEach(a::take);
            shared.forEach(b::take);
            for (int i = 0; i < 60; i++) {
                Sealed branch = insider.after(shared.get(28), Pen.NOON + 500 + i);
                (i % 2 == 0 ? a : b).take(branch, insider.after(branch, Pen.NOON));
            }
            a.write("one");
            b.write("two");
            air.join(a);
            air.join(b);

            assertTrue(air.agree(30 * MINUTE), mtu + " " + air.counts());
            assertEquals(61, a.graph.feed(insider.feed()).orElseThrow().tips().size());
        }
    }

    @Test
    void whoHoldsMoreBranchesThanItCanNameStillLetsTheOtherAsk() {
        Pen insider = new Pen(9);
        Sealed first = insider.first(Pen.NOON);
        north.take(first);
        south.take(first);
        for (int i = 0; i < 60; i++) {
            Sealed tip = insider.after(first, Pen.NOON + 500 + i);
            north.take(tip);
            if (i % 2 == 0) {
                south.take(tip);
            }
        }
        north.write("one");
        ether.join(north);
        ether.join(south);

        agree(30 * MINUTE);
    }

    @Test
    void aFeedThatIsClosedIsLeftOutOfTheDigestAndNotAskedFor() {
        Pen insider = new Pen(9);
        Sealed first = insider.first(Pen.NOON);
        north.take(first);
        south.take(first);
        for (int i = 0; i < 64; i++) {
            north.take(insider.after(first, Pen.NOON + 100 + i));
            south.take(insider.after(first, Pen.NOON + 500 + i));
        }
        north.write("one");
        ether.join(north);
        ether.join(south);

        ether.run(8 * MINUTE);
        int parts = ether.sent(Message.Part.class).size();
        ether.run(8 * MINUTE);

        assertEquals(1, south.graph.feed(north.pen.feed()).map(f -> f.height()).orElse(0L));
        assertEquals(parts, ether.sent(Message.Part.class).size());
        assertTrue(ether.stations.stream().allMatch(s -> s.session.peers().get(0).equal()));
        assertEquals(0, north.refused(Refusal.FEED_CLOSED, 0));
    }
}
