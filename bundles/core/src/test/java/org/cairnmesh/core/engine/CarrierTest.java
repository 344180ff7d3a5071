// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** Drivers on a loop: those that work, and those that throw. */
class CarrierTest {
    private static final long MINUTE = 60_000;

    private final Rig rig = new Rig();

    private Snapshot.Carrier state(String name) {
        return rig.snapshot().carriers().stream().filter(c -> c.name().equals(name)).findFirst()
            .orElseThrow();
    }

    @Test
    void twoBoxesAgreeOverTheirDrivers() {
        Rig other = new Rig(Rig.box(2), new MoodyLog());
        Wire here = new Wire("here");
        Wire there = new Wire("there");
        here.other = Optional.of(there);
        there.other = Optional.of(here);
        rig.loop.bind(here);
        other.loop.bind(there);
        rig.set("k", "mine");
        other.set("k", "theirs");

        for (int i = 0; i < 1_800 || i < 18_000 && !rig.snapshot().peers().get(0).equal(); i++) {
            rig.pass(100);
            other.pass(100);
        }

        assertEquals(2, rig.values("k").size());
        assertEquals(rig.values("k"), other.values("k"));
        assertEquals(rig.snapshot().holding().frontier(), other.snapshot().holding().frontier());
        assertTrue(rig.snapshot().peers().get(0).equal());
        assertEquals("box2", rig.snapshot().peers().get(0).box());
        assertEquals(here.sent.size(), state("here").framesOut());
        assertEquals(there.sent.size(), state("here").framesIn());
        assertEquals(here.sent.stream().mapToLong(f -> f.bytes().size()).sum(),
            state("here").bytesOut());
        assertEquals(100 * state("here").bytesOut(), state("here").airtimeMicros());
    }

    @Test
    void aDriverThatThrowsIsSetAsideAndNamedAndTheOthersGoOn() {
        for (String method : List.of("open", "device", "medium", "transmit", "airtime")) {
            Rig one = new Rig();
            Wire bad = new Wire("bad");
            Wire good = new Wire("good");
            bad.throwsIn = method;
            one.loop.bind(bad);
            one.loop.bind(good);

            one.set("k", "v");
            one.pass(MINUTE);
            int frames = bad.sent.size();
            one.pass(10 * MINUTE);

            List<String> problems = one.snapshot().carriers().stream()
                .map(Snapshot.Carrier::problem).filter(p -> !p.isEmpty()).toList();
            assertEquals(1, problems.size(), method);
            assertTrue(problems.get(0).contains(method), problems.get(0));
            assertEquals(frames, bad.sent.size(), method);
            assertTrue(good.sent.size() > 0, method);
            assertEquals(List.of("v"), one.values("k"), method);
        }
    }

    @Test
    void aDriverThatBreaksLaterIsSetAsideThen() {
        for (String method : List.of("medium", "transmit", "airtime")) {
            Rig one = new Rig();
            Wire wire = new Wire("wire");
            one.loop.bind(wire);
            one.pass(MINUTE);
            assertEquals("", one.snapshot().carriers().get(0).problem());
            wire.throwsIn = method;

            one.set("k", "v");
            one.pass(MINUTE);
            one.pass(10 * MINUTE);

            assertFalse(one.snapshot().carriers().get(0).problem().isEmpty(), method);
            assertEquals(List.of(), one.snapshot().problems());
            assertEquals(List.of("v"), one.values("k"));
        }
    }

    @Test
    void whatADeviceSaysIsToldAsItIs() {
        Wire wire = new Wire("wire");
        wire.throwsIn = "device";
        rig.loop.bind(wire);
        rig.settle();

        assertEquals("no such device: set port",
            rig.snapshot().carriers().get(0).problem());
    }

    @Test
    void aDriverThatIsFullIsAskedAgainAndNothingIsCounted() {
        Wire wire = new Wire("wire");
        wire.full = true;
        rig.loop.bind(wire);
        rig.pass(MINUTE);
        long wait = rig.step();
        int asked = wire.asked;
        assertTrue(asked > 0 && wait >= 1 && wait <= 200, asked + " times, wait " + wait);
        assertEquals(0, state("wire").framesOut());

        wire.full = false;
        rig.pass(wait);

        assertEquals(1, wire.sent.size());
        assertEquals(1, state("wire").framesOut());
    }

    @Test
    void aDriverThatGoesIsClosedAndSaysNoMore() {
        Wire wire = new Wire("wire");
        rig.loop.bind(wire);
        rig.pass(MINUTE);
        int frames = wire.sent.size();
        wire.throwsIn = "close";

        rig.loop.unbind(wire);
        rig.pass(10 * MINUTE);

        assertEquals(1, wire.closed);
        assertEquals(frames, wire.sent.size());
        assertEquals(List.of(), rig.snapshot().carriers());
    }

    @Test
    void closingTheLoopClosesTheDriversAndTheirInbox() {
        Wire wire = new Wire("wire");
        rig.loop.bind(wire);
        rig.settle();
        Inbox inbox = wire.inbox.orElseThrow();
        assertTrue(inbox.offer(new Frame(Bytes.of((byte) 1))));

        rig.loop.close();

        assertEquals(1, wire.closed);
        assertFalse(inbox.offer(new Frame(Bytes.of((byte) 1))));
    }

    @Test
    void aFrameThatIsNoneIsCountedAndChangesNothing() {
        Wire wire = new Wire("wire");
        rig.loop.bind(wire);
        rig.set("k", "staged");

        wire.inbox.orElseThrow().offer(new Frame(Bytes.of((byte) 0x11, (byte) 2, (byte) 3)));
        wire.inbox.orElseThrow().offer(new Frame(Bytes.of((byte) 0x71, (byte) 2, (byte) 3)));
        rig.settle();

        assertEquals(1L, rig.snapshot().refused().get(Refusal.MALFORMED.name()));
        assertEquals(1L, rig.snapshot().refused().get(Refusal.WRONG_VERSION.name()));
        assertEquals(1, rig.snapshot().holding().staged());
        assertEquals(2, state("wire").framesIn());
    }

    @Test
    void framesThatComeWithoutALogAreCountedAsLost() {
        Wire wire = new Wire("wire");
        rig.loop.bind(wire);
        rig.settle();
        rig.loop.unbind(rig.logs, 0);
        rig.settle();

        wire.inbox.orElseThrow().offer(new Frame(Bytes.of((byte) 0x11)));
        rig.settle();

        assertEquals(1, state("wire").framesLost());
        assertEquals(0, state("wire").framesIn());
    }

    @Test
    void nothingIsSentThatIsNotDurable() {
        Wire wire = new Wire("wire");
        rig.loop.bind(wire);
        rig.pass(MINUTE);
        rig.log.full = true;
        int frames = wire.sent.size();

        rig.post(Registers.set("k", "lost").withUrgency());
        rig.step();

        assertEquals(frames, wire.sent.size());
    }
}
