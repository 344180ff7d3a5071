// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** One box in several spaces: what its owner orders, and what becomes of it. */
class SpacesTest {
    private final Rig rig = new Rig();
    private final MoodyLogs logs = new MoodyLogs(new MoodyLog());

    private Ordered order(Order order) {
        CompletableFuture<Ordered> answer = rig.loop.order(order).toCompletableFuture();
        rig.settle();
        assertTrue(answer.isDone());
        return answer.join();
    }

    private void open(String name) {
        order(new Order.Open(name, false)).done();
    }

    private void use(String name) {
        order(new Order.Use(name)).done();
    }

    private Reason refusal(Order order) {
        return assertInstanceOf(Ordered.Refused.class, order(order)).reason();
    }

    private List<String> spaces() {
        return rig.snapshot().spaces().stream()
            .map(space -> space.name() + (space.left() ? " left " : " ") + space.events()).toList();
    }

    @Test
    void everyOrderHasSomeoneWhoCarriesItOut() {
        for (Class<?> order : Order.class.getPermittedSubclasses()) {
            assertTrue(new Orders().carries(order), order.getSimpleName());
        }
    }

    @Test
    void theSpaceOfTheConfigurationIsTheFirst() {
        assertEquals(List.of(Pen.SPACE_NAME + " 0"), spaces());
        Snapshot.Space only = rig.snapshot().spaces().get(0);
        assertTrue(only.current() && only.open() && !only.inClear());
        assertEquals(Pen.SPACE, only.id());
    }

    @Test
    void whatIsAppendedGoesToTheCurrentSpaceOnly() {
        rig.set("k", "first");
        open("second");
        use("second");

        EventId id = rig.set("k", "second");

        assertEquals(List.of("second"), rig.values("k"));
        assertEquals(List.of(id), rig.heads("k"));
        assertEquals("second", rig.snapshot().box().spaceName());
        assertEquals(List.of("second 1", Pen.SPACE_NAME + " 1"), spaces());
        use(Pen.SPACE_NAME);
        assertEquals(List.of("first"), rig.values("k"));
        assertEquals(1, rig.log.log.staged().size());
    }

    @Test
    void theCurrentSpaceStaysCurrentAfterARestart() {
        open("second");
        use("second");
        rig.set("k", "v");

        rig.start();

        assertEquals("second", rig.snapshot().box().spaceName());
        assertEquals(List.of("v"), rig.values("k"));
        assertEquals(List.of("second 1", Pen.SPACE_NAME + " 0"), spaces());
    }

    @Test
    void aSpaceThatWasLeftIsKeptAndComesBackWhenItIsOpened() {
        open("second");
        use("second");
        rig.set("k", "kept");
        use(Pen.SPACE_NAME);

        order(new Order.Leave("second")).done();

        assertEquals(List.of(Pen.SPACE_NAME + " 0", "second left 0"), spaces());
        assertEquals(Reason.UNFIT, refusal(new Order.Use("second")));
        rig.start();
        assertEquals(List.of(Pen.SPACE_NAME + " 0", "second left 0"), spaces());
        open("second");
        assertEquals(List.of(Pen.SPACE_NAME + " 0", "second 1"), spaces());
        use("second");
        assertEquals(List.of("kept"), rig.values("k"));
    }

    @Test
    void theCurrentSpaceIsNotLeft() {
        assertEquals(Reason.UNFIT, refusal(new Order.Leave(Pen.SPACE_NAME)));
        assertEquals(Reason.UNKNOWN, refusal(new Order.Leave("nowhere")));

        assertEquals(List.of(Pen.SPACE_NAME + " 0"), spaces());
    }

    @Test
    void aBoxIsInSixteenSpacesAndNoMore() {
        for (int i = 2; i <= 16; i++) {
            open("space" + i);
        }

        assertEquals(Reason.UNFIT, refusal(new Order.Open("space17", false)));

        assertEquals(16, rig.snapshot().spaces().size());
        open("space16");
    }

    @Test
    void theNameOfASpaceHasOneToThirtyTwoBytesInOneWord() {
        open("é".repeat(16));

        for (String name : List.of("", "é".repeat(16) + "e", "two words", "tab\there",
            "nb\u00a0sp")) {
            assertEquals(Reason.MALFORMED, refusal(new Order.Open(name, false)), name);
        }
        assertEquals(2, rig.snapshot().spaces().size());
    }

    @Test
    void aSpaceIsFoundByItsNameOrByTheFirstFourDigitsOfItsIdOrMore() {
        Membership well = Membership.open("wells", false);
        Membership other = Membership.founded(Pen.SPACE, "wells");
        Memberships both = new Memberships(Pen.SPACE, 0, List.of(other, well));
        String id = well.id().toString();

        assertEquals(List.of(other, well), both.meant("wells"));
        assertEquals(List.of(well), both.meant(id.substring(0, Order.ID_DIGITS_MIN)));
        assertEquals(List.of(well), both.meant(id));
        assertEquals(List.of(), both.meant(id.substring(0, Order.ID_DIGITS_MIN - 1)));
        assertEquals(List.of(), both.meant("rivers"));
    }

    @Test
    void anOrderThatWasNotWrittenIsRefusedAndChangesNothing() {
        rig.logs.full = true;
        CompletableFuture<Ordered> answer =
            rig.loop.order(new Order.Open("second", false)).toCompletableFuture();
        rig.step();
        assertFalse(answer.isDone());

        rig.logs.full = false;
        rig.pass(5_000);

        assertEquals(Reason.STORAGE,
            assertInstanceOf(Ordered.Refused.class, answer.join()).reason());
        assertEquals(List.of(Pen.SPACE_NAME + " 0"), spaces());
    }

    @Test
    void anOrderThatWasWrittenThoughTheCommitFailedIsDone() {
        rig.logs.writesAndThrows = true;
        CompletableFuture<Ordered> answer =
            rig.loop.order(new Order.Open("second", false)).toCompletableFuture();
        rig.step();
        assertFalse(answer.isDone());

        rig.pass(5_000);

        answer.join().done();
        assertEquals(List.of(Pen.SPACE_NAME + " 0", "second 0"), spaces());
    }

    @Test
    void aDraftIsNotLostWhenItsSpaceIsLeftInTheTurnThatFails() {
        open("second");
        use("second");
        CompletableFuture<Appended> draft = rig.post(Registers.set("k", "v"));
        rig.loop.order(new Order.Use(Pen.SPACE_NAME));
        rig.loop.order(new Order.Leave("second"));
        rig.logs.writesAndThrows = true;
        rig.step();

        rig.pass(5_000);

        assertInstanceOf(Appended.Accepted.class, Rig.told(draft));
        assertEquals(List.of(Pen.SPACE_NAME + " 0", "second left 0"), spaces());
        open("second");
        use("second");
        assertEquals(List.of("v"), rig.values("k"));
    }

    @Test
    void aListOfSpacesThatIsDamagedIsTold() {
        for (Bytes mark : List.of(Bytes.EMPTY, Bytes.of((byte) 0xa0), Bytes.of((byte) 7),
            new Memberships(Pen.SPACE, 0, List.of(Membership.open(Pen.SPACE_NAME, false)))
                .encode().head(20))) {
            rig.logs.mark(Map.of("spaces", mark));
            rig.start();

            assertFalse(rig.snapshot().hasLog(), mark.hex());
            assertTrue(rig.snapshot().problems().get(0).contains("list of the box's spaces"),
                rig.snapshot().problems().toString());
        }
    }

    @Test
    void theOptionsOfAStartAreHeededOnceInEachRun() {
        start(new Start(6, false, false));
        assertFalse(rig.snapshot().spaces().get(0).inClear());
        start(new Start(7, true, false));
        assertTrue(rig.snapshot().spaces().get(0).inClear());
        open("x");

        start(new Start(7, true, false));
        assertFalse(rig.snapshot().spaces().get(0).inClear(), "the engine was updated");

        start(new Start(8, true, false));
        assertTrue(rig.snapshot().spaces().get(0).inClear(), "the box was started again");
        start(new Start(9, false, false));
        assertTrue(rig.snapshot().spaces().get(0).inClear(), "kept");
    }

    /** Starts a box that is in the space x at first. */
    private void start(Start start) {
        Box box = new Box(rig.box.identity(), "box", start.scaled() ? "demo" : "x",
            rig.box.random());
        rig.loop = new Loop(box, start, Instant.ofEpochMilli(rig.now));
        rig.loop.bind(logs);
        rig.settle();
    }

    @Test
    void aBoxWithAScaledClockIsInDemoSpacesOnly() {
        Start scaled = new Start(1, false, true);
        start(scaled);
        assertEquals(Reason.UNFIT, refusal(new Order.Open("wells", false)));
        open("demo-two");

        start(Start.PLAIN);
        open("wells");
        start(scaled);

        assertFalse(rig.snapshot().hasLog());
        assertTrue(rig.snapshot().problems().get(0).contains("wells"));
    }

    @Test
    void aLongHistoryInOneSpaceDoesNotHoldUpAnother() {
        rig.loop = new Loop(rig.box, Instant.ofEpochMilli(rig.now));
        rig.loop.bind(rig.logs);
        rig.settle();
        for (int i = 0; i < 9_000; i++) {
            rig.post(Registers.set("key " + i, "value"));
            if (i % 1_000 == 0) {
                rig.settle();
            }
        }
        rig.settle();
        open("second");
        use("second");
        rig.set("k", "v");

        rig.loop.bind(new Registers(1));
        rig.step();

        assertEquals(List.of("v"), rig.values("k"));
        assertEquals(Snapshot.Folding.COMPLETE,
            rig.snapshot().views().get(Registers.NAME).folding());
        use(Pen.SPACE_NAME);
        assertEquals(9_000, rig.snapshot().documents(Registers.NAME).size());
    }
}
