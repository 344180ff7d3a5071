// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.cairnmesh.core.sync.Session;
import org.junit.jupiter.api.Test;

/** Spaces on the drivers: each is shared with its members only, and an open one not on radios. */
class SharingTest {
    private static final int PART = 3;

    private static Rig box(long seed, String space) {
        return new Rig(new Box(new Pen(seed).identity, "box" + seed, space, new Random(seed)),
            new MoodyLog());
    }

    private static void order(Rig rig, Order order) {
        var answer = rig.loop.order(order).toCompletableFuture();
        rig.settle();
        answer.join().done();
    }

    /** Connects two boxes; the wire of the first. */
    private static Wire connect(Rig one, Rig other) {
        Wire here = new Wire("to " + other.box.name());
        Wire there = new Wire("to " + one.box.name());
        here.other = Optional.of(there);
        there.other = Optional.of(here);
        one.loop.bind(here);
        other.loop.bind(there);
        return here;
    }

    private static void pass(int minutes, Rig... boxes) {
        for (int i = 0; i < minutes * 600; i++) {
            for (Rig box : boxes) {
                box.pass(100);
            }
        }
    }

    private static List<String> values(Rig rig, String space, String key) {
        order(rig, new Order.Use(space));
        return rig.values(key);
    }

    private static boolean contains(Bytes frame, Bytes part) {
        for (int at = 0; at + part.size() <= frame.size(); at++) {
            if (frame.slice(at, part.size()).equals(part)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aBoxInTwoSpacesSharesEachOnlyWithItsMembers() {
        Rig a = box(1, "x");
        Rig b = box(2, "x");
        Rig c = box(3, "y");
        order(a, new Order.Open("y", false));
        Wire toB = connect(a, b);
        Wire toC = connect(a, c);
        a.set("k", "of x");
        b.set("other", "of b");
        order(a, new Order.Use("y"));
        a.set("k", "of y, which is no business of b");
        c.set("other", "of c");

        pass(5, a, b, c);

        assertEquals(List.of("of x"), values(b, "x", "k"));
        assertEquals(List.of("of y, which is no business of b"), values(c, "y", "k"));
        assertEquals(List.of("of b"), values(a, "x", "other"));
        assertEquals(List.of("of c"), values(a, "y", "other"));
        assertCarriedNothingOf("y", toB, a);
        assertCarriedNothingOf("x", toC, a);
    }

    private static void assertCarriedNothingOf(String space, Wire wire, Rig from) {
        SpaceId id = Identity.openSpace(space);
        List<Block> blocks = from.logs.of(id).arrived(0, 100);
        assertFalse(blocks.isEmpty());
        for (Frame frame : wire.sent) {
            assertFalse(Session.mayBeOf(frame.bytes(), id) && (frame.bytes().at(0) & 15) == PART,
                "a part of a block of " + space);
            for (Block block : blocks) {
                assertFalse(contains(frame.bytes(), block.signature())
                    || contains(frame.bytes(), block.body()), "bytes of a block of " + space);
            }
        }
    }

    @Test
    void spacesWhoseIdsStartAlikeAreBothShared() {
        String[] alike = alike();
        Rig a = box(1, alike[0]);
        Rig b = box(2, alike[0]);
        for (Rig rig : List.of(a, b)) {
            order(rig, new Order.Open(alike[1], false));
        }
        connect(a, b);
        a.set("k", "of the first");
        order(b, new Order.Use(alike[1]));
        b.set("k", "of the second");

        pass(5, a, b);

        for (Rig rig : List.of(a, b)) {
            assertEquals(List.of("of the first"), values(rig, alike[0], "k"));
            assertEquals(List.of("of the second"), values(rig, alike[1], "k"));
        }
    }

    /** Two names whose spaces frames cannot tell apart. */
    private static String[] alike() {
        Map<Bytes, String> seen = new HashMap<>();
        for (int i = 0; ; i++) {
            String name = "space" + i;
            String other = seen.put(Identity.openSpace(name).value().head(2), name);
            if (other != null) {
                return new String[] {other, name};
            }
        }
    }

    @Test
    void spacesTakeTurnsAtADriverThatTakesOneFrameAtATime() {
        Rig a = box(1, "x");
        Rig b = box(2, "x");
        for (Rig rig : List.of(a, b)) {
            order(rig, new Order.Open("y", false));
        }
        Wire wire = connect(a, b);
        for (String space : List.of("x", "y")) {
            order(a, new Order.Use(space));
            for (int i = 0; i < 400; i++) {
                a.post(Registers.set("k" + i, space + new Random(i).nextLong()));
            }
            a.settle();
        }
        wire.slots = 1;

        for (int i = 0; i < 6_000; i++) {
            a.pass(50);
            b.pass(50);
            wire.slots = 1;
        }

        List<String> parts = wire.sent.stream().map(Frame::bytes)
            .filter(frame -> (frame.at(0) & 15) == PART)
            .map(frame -> Session.mayBeOf(frame, Identity.openSpace("x")) ? "x" : "y").toList();
        int first = Math.max(parts.indexOf("x"), parts.indexOf("y"));
        int last = Math.min(parts.lastIndexOf("x"), parts.lastIndexOf("y"));
        assertTrue(last > first + 4, "nothing to take turns with: " + parts);
        for (int i = first; i < last; i++) {
            assertFalse(parts.get(i).equals(parts.get(i + 1)), "at " + i + " of " + parts);
        }
    }

    @Test
    void anOpenSpaceListensOnARadioButNeverTransmitsUnlessItMayInClear() {
        Rig quiet = box(1, "x");
        Rig loud = box(2, "x");
        order(loud, new Order.Open("x", true));
        Wire radio = connect(quiet, loud);
        radio.radio = true;
        radio.other.orElseThrow().radio = true;
        quiet.set("k", "secret");
        loud.set("other", "heard");

        pass(12, quiet, loud);

        assertEquals(List.of(), radio.sent);
        assertTrue(quiet.snapshot().carriers().get(0).framesIn() > 0);
        assertEquals(1, quiet.snapshot().peers().size());
        String why = quiet.snapshot().carriers().get(0).problem();
        assertTrue(why.contains("space open x --in-clear"), why);
        assertEquals(List.of(why), quiet.snapshot().spaces().get(0).problems());
        assertEquals("", loud.snapshot().carriers().get(0).problem());

        order(quiet, new Order.Open("x", true));
        pass(12, quiet, loud);

        assertEquals(List.of("secret"), loud.values("k"));
        assertEquals("", quiet.snapshot().carriers().get(0).problem());
        assertEquals(List.of("heard"), quiet.values("other"));
    }

    @Test
    void aSilentSpaceDoesNotKeepAnotherFromBeingSent() {
        Rig a = box(1, "x");
        Rig b = box(2, "y");
        order(a, new Order.Open("y", true));
        order(b, new Order.Open("y", true));
        Wire radio = connect(a, b);
        radio.radio = true;
        radio.other.orElseThrow().radio = true;
        a.set("k", "of x");
        order(a, new Order.Use("y"));
        a.set("k", "of y");

        pass(5, a, b);

        assertEquals(List.of("of y"), b.values("k"));
        assertTrue(radio.sent.stream().noneMatch(frame ->
            Session.mayBeOf(frame.bytes(), Identity.openSpace("x"))));
        assertTrue(a.step() > 1, "it spins on what it may not send");
    }

    @Test
    void aSpaceThatWasLeftIsNeitherSentNorHeard() {
        Rig a = box(1, "x");
        Rig b = box(2, "y");
        order(a, new Order.Open("y", false));
        Wire wire = connect(a, b);
        order(a, new Order.Leave("y"));
        int frames = wire.sent.size();
        b.set("k", "of y");

        pass(12, a, b);

        assertTrue(wire.sent.size() > frames);
        assertTrue(wire.sent.subList(frames, wire.sent.size()).stream().noneMatch(frame ->
            Session.mayBeOf(frame.bytes(), Identity.openSpace("y"))));
        assertEquals(0, a.logs.of(Identity.openSpace("y")).blocks());
        assertTrue(a.snapshot().refused().get("WRONG_SPACE") > 0);
    }
}
