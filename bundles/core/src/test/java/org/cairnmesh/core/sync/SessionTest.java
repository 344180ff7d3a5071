// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Gate;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final long MINUTE = 60_000;

    private final Ether ether = new Ether(1);
    private final SyncBox north = new SyncBox(1);
    private final SyncBox south = new SyncBox(2);

    private void agree(long millisMax) {
        assertTrue(ether.agree(millisMax), () -> ether.counts() + "\n" + ether.stations.stream()
            .map(s -> s.box.refused + " " + s.box.holds()).toList());
    }

    @Test
    void twoBoxesAgree() {
        ether.join(north);
        ether.join(south);
        Sealed first = north.write("one");
        south.write("two");
        north.write("three");

        agree(MINUTE);
        south.write("four", Pen.naming(first));

        agree(MINUTE);
        assertEquals(4, north.graph.size());
        assertEquals(Map.of(), north.refused);
    }

    @Test
    void aFeedThatIsRefusedIsNotAskedForAgainUntilItMayBeTaken() {
        ether.join(north);
        ether.join(south);
        north.write("of a stranger");
        north.write("and more");
        south.gate = founding -> Optional.of(Refusal.NOT_ENROLLED);

        ether.run(10 * MINUTE);

        assertEquals(0, south.graph.size());
        assertEquals(Map.of(Refusal.NOT_ENROLLED, 1), south.refused);
        south.gate = Gate.NONE;
        south.era++;
        agree(6 * MINUTE);
        assertEquals(2, south.graph.size());
    }

    @Test
    void manyBoxesAgreeOverALossyMedium() {
        for (long seed = 0; seed < 25; seed++) {
            Ether lossy = new Ether(seed);
            lossy.lossPermille = 300;
            Random random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                lossy.join(new SyncBox(100 + i));
            }
            for (int i = 0; i < 12; i++) {
                SyncBox box = lossy.stations.get(random.nextInt(3)).box;
                box.write(SyncBox.noise(seed, random.nextInt(5) == 0 ? 2_000 : 60));
                lossy.run(random.nextInt(4_000));
            }

            assertTrue(lossy.agree(30 * MINUTE), "seed " + seed + ": " + lossy.counts());
        }
    }

    @Test
    void whatOneBoxHasIsPassedOnByAnother() {
        SyncBox base = new SyncBox(3);
        Ether.Station a = ether.join(north);
        Ether.Station b = ether.join(base);
        Ether.Station c = ether.join(south);
        ether.reach(a, c, false);
        north.write("from the north");
        south.write("from the south");

        agree(5 * MINUTE);

        assertEquals(1, south.graph.feed(north.pen.feed()).orElseThrow().height());
        assertTrue(b.session.peers().size() == 2 && a.session.peers().size() == 1);
    }

    @Test
    void aFrameOfAnotherVersionMakesAPeerProblemAndChangesNothingElse() {
        Ether.Station a = ether.join(north);
        north.write("one");
        Bytes beacon = beacon(south, Pen.SPACE.value());
        byte[] other = beacon.toArray();
        other[0] = (byte) (Message.VERSION + 1 << 4 | Message.BEACON);
        long wake = a.session.wakeMillis();
        String held = north.holds();

        a.session.receive(Bytes.of(other), 5);

        Peers.Peer peer = a.session.peers().get(0);
        assertEquals(south.device().value().head(Message.BOX_SIZE), peer.id());
        assertTrue(peer.problem().contains("version 2"), peer.problem());
        assertFalse(peer.equal());
        assertEquals(Map.of(Refusal.WRONG_VERSION, 1), north.refused);
        assertEquals(wake, a.session.wakeMillis());
        assertEquals(held, north.holds());
        assertEquals(0, north.contacts);
    }

    @Test
    void aFrameOfAnotherVersionThatIsNoBeaconOrIsCutNamesNobody() {
        Ether.Station a = ether.join(north);

        a.session.receive(Bytes.of((byte) 0x21), 5);
        a.session.receive(Bytes.of((byte) 0x2f, (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5,
            (byte) 6, (byte) 7), 5);

        assertEquals(List.of(), a.session.peers());
        assertEquals(Map.of(Refusal.WRONG_VERSION, 2), north.refused);
    }

    private static Bytes beacon(SyncBox box, Bytes space) {
        return new Message.Beacon(space.head(Message.SPACE_SIZE), box.device().value().head(4),
            box.roster().tag(), box.graph.size(), Bytes.ofLong(1).head(4), Bytes.ofLong(7), false,
            0, List.of()).encode();
    }

    @Test
    void anotherSpaceIsIgnoredAndCounted() {
        Ether.Station a = ether.join(north);

        a.session.receive(beacon(south, Identity.openSpace("other").value()), 5);

        assertEquals(Map.of(Refusal.WRONG_SPACE, 1), north.refused);
        assertEquals(List.of(), a.session.peers());
        assertEquals(0, north.contacts);
    }

    @Test
    void aBeaconSaysTheClockOfItsSenderWhateverItShows() {
        for (long millis : new long[] {0, Pen.NOON, 4_102_444_800_000L, -5, 1L << 47}) {
            Ether air = new Ether(1);
            SyncBox sender = new SyncBox(1);
            sender.clock = millis;
            air.join(sender);
            Session heard = air.join(new SyncBox(2)).session;

            air.run(10_000);

            long seconds = Math.max(0, millis) / 1000 & 0xffffffffL;
            assertEquals(seconds * 1000 + 500, heard.peers().get(0).clock().orElseThrow());
        }
    }

    @Test
    void aContactSealsWhatWaits() {
        ether.join(north);
        ether.join(south);
        south.write("one");
        north.waiting.add(north.pen.note("staged"));

        agree(MINUTE);

        assertEquals(1, south.graph.feed(north.pen.feed()).orElseThrow().height());
    }

    @Test
    void whatWaitsIsSealedWhenABoxIsMetAgainThatHoldsTheSame() {
        Ether.Station a = ether.join(north);
        Ether.Station b = ether.join(south);
        south.write("one");
        agree(MINUTE);
        ether.run(MINUTE);
        ether.reach(a, b, false);
        ether.run(20 * MINUTE);
        north.waiting.add(north.pen.note("recorded on the way"));
        ether.run(MINUTE);
        ether.reach(a, b, true);

        ether.run(12 * MINUTE);

        assertEquals(1, south.graph.feed(north.pen.feed()).map(f -> f.height()).orElse(0L));
    }

    @Test
    void neighboursThatHoldTheSameDoNotMakeEachOtherSealEveryEvent() {
        ether.join(north);
        ether.join(south);
        south.write("one");
        agree(MINUTE);
        ether.run(MINUTE);
        int contacts = north.contacts + south.contacts;

        ether.run(30 * MINUTE);

        int more = north.contacts + south.contacts - contacts;
        assertTrue(more <= 2, more + " contacts in half an hour");
    }

    @Test
    void aBlockLargerThanAFrameIsResumedInsideAfterACut() {
        Ether.Station a = ether.join(north);
        Ether.Station b = ether.join(south);
        north.write("small");
        agree(MINUTE);
        north.write(SyncBox.noise(4, 2_600));
        while (ether.sent(Message.Part.class).size() < 4) {
            ether.run(20);
        }

        ether.reach(a, b, false);
        ether.run(10 * MINUTE);
        int before = ether.sent(Message.Part.class).size();
        ether.reach(a, b, true);
        agree(10 * MINUTE);

        Message.Part resumed = ether.sent(Message.Part.class).get(before);
        assertTrue(resumed.offset() > 400, "resumed at " + resumed.offset());
        assertEquals(2, resumed.number());
    }

    @Test
    void aSessionCanBeThrownAwayAtAnyTime() {
        Random random = new Random(5);
        for (int i = 0; i < 10; i++) {
            north.write(SyncBox.noise(i, 1_500));
            south.write(SyncBox.noise(i, 30));
        }
        ether.join(north);
        ether.join(south);

        for (int i = 0; i < 15; i++) {
            ether.run(random.nextInt(4_000));
            ether.stations.get(random.nextInt(2)).open();
        }

        agree(10 * MINUTE);
    }

    @Test
    void theBeaconOfAnEqualPairIsShort() {
        Ether.Station a = fiveFeeds();

        ether.sent.clear();
        ether.run(60 * MINUTE);

        int largest = ether.sent.stream().mapToInt(m -> m.encode().size()).max().orElse(0);
        assertTrue(largest > 0 && largest <= 60, largest + " bytes");
        assertEquals(ether.sent(Message.Beacon.class).size(), ether.sent.size());
        assertTrue(a.session.peers().get(0).equal());
    }

    private Ether.Station fiveFeeds() {
        List<SyncBox> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(new SyncBox(20 + i));
            for (int n = 0; n < 200; n++) {
                north.take(others.get(i).write("note " + n));
            }
        }
        north.graph.places().stream().sorted(java.util.Comparator.comparingLong(p -> p.number()))
            .forEach(place -> south.admit(north.block(place)));
        Ether.Station a = ether.join(north);
        ether.join(south);
        agree(MINUTE);
        ether.run(20 * MINUTE);
        return a;
    }

    @Test
    void theBeaconIsShortAgainSomeTimeAfterAStrangerHasPassed() {
        Ether.Station a = fiveFeeds();
        a.session.receive(beacon(new SyncBox(77), Pen.SPACE.value()), ether.now);

        ether.run(75 * MINUTE);
        ether.sent.clear();
        ether.run(60 * MINUTE);

        int largest = ether.sent.stream().mapToInt(m -> m.encode().size()).max().orElse(0);
        assertTrue(largest > 0 && largest <= 60, largest + " bytes");
    }

    @Test
    void equalBoxesBeaconEverMoreRarely() {
        ether.join(north);
        ether.join(south);
        north.write("one");
        agree(MINUTE);
        ether.run(30 * MINUTE);
        ether.sent.clear();

        ether.run(60 * MINUTE);

        int beacons = ether.sent(Message.Beacon.class).size();
        assertTrue(beacons >= 6 && beacons <= 30, beacons + " beacons in an hour");
    }

    @Test
    void framesKeepTheSizeOfTheMedium() {
        for (int mtu : List.of(64, 100, 250, 508)) {
            Ether small = new Ether(mtu);
            small.mtu = mtu;
            SyncBox a = new SyncBox(1);
            SyncBox b = new SyncBox(2);
            for (int i = 0; i < 12; i++) {
                a.take(new SyncBox(30 + i).write("other"));
                a.write(SyncBox.noise(i, 300));
            }
            b.write("two");
            small.join(a);
            small.join(b);

            assertTrue(small.agree(60 * MINUTE), "mtu " + mtu + " " + small.counts());
        }
    }

    @Test
    void nothingIsSentTwiceToABoxThatHasIt() {
        ether.join(north);
        ether.join(south);
        for (int i = 0; i < 20; i++) {
            north.write("note " + i);
        }

        agree(5 * MINUTE);
        ether.run(5 * MINUTE);

        assertEquals(20, ether.sent(Message.Part.class).size());
    }

    @Test
    void aNeedForAnotherBoxIsNotAnswered() {
        Ether.Station a = ether.join(north);
        north.write("one");
        ether.run(2_000);

        a.session.receive(new Message.Need(SyncBox.spaceBytes(), south.device().value().head(4),
            Bytes.ofLong(3).head(4), Optional.empty(), true, List.of()).encode(), ether.now);
        ether.sent.clear();
        ether.run(500);

        assertEquals(List.of(), ether.sent(Message.Part.class));
        assertEquals(0, north.contacts);
    }
}
