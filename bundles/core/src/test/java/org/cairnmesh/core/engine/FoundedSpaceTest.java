// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.Test;

/** A space with an owner: founded, joined, enrolled in, between whole engines. */
class FoundedSpaceTest {
    private final Camp camp = new Camp();
    private final Rig base = Camp.box(1);
    private final Rig north = Camp.box(2);
    private final Rig relay = Camp.box(3);

    private static boolean holds(Block block, String text) {
        Bytes part = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
        for (int at = 0; at + part.size() <= block.body().size(); at++) {
            if (block.body().slice(at, part.size()).equals(part)) {
                return true;
            }
        }
        return false;
    }

    /** The blocks of records in a box's log of the space. */
    private List<Header> records(Rig rig) {
        return camp.blocks(rig).stream().map(block -> Header.decode(block.header()))
            .filter(header -> rig.loop.snapshot().feeds().stream()
                .anyMatch(feed -> feed.id().equals(header.feed()))
                && header.founding().map(f -> f.role() == Founding.Role.RECORDS)
                    .orElse(header.key().size() > 0)).toList();
    }

    @Test
    void whoFoundsASpaceIsItsOnlyMemberAndAdminAndIsWarned() {
        camp.create(base, false);

        assertEquals(List.of("box1 ADMIN"), Camp.members(base));
        assertTrue(Camp.problems(base).contains("only one admin"), Camp.problems(base));
        Snapshot.Space space = base.snapshot().spaces().get(0);
        assertEquals(Camp.NAME, space.name());
        assertFalse(space.open());
        assertTrue(camp.code.matches("([0-9A-Z]{5}-){7}[0-9A-Z]{5}"), camp.code);
    }

    @Test
    void whatIsRecordedInAClosedSpaceIsEncrypted() {
        camp.create(base, false);
        base.set("k", "a secret that nobody reads");
        base.seal();

        List<Header> records = records(base);

        assertEquals(1, records.size());
        assertEquals(4, records.get(0).key().size());
        assertTrue(camp.blocks(base).stream().noneMatch(block -> holds(block, "secret")));
        base.start();
        assertEquals(List.of("a secret that nobody reads"), base.values("k"));
        assertEquals(List.of("box1 ADMIN"), Camp.members(base));
    }

    @Test
    void anEnrolledBoxReadsWhatWasRecordedBefore() {
        camp.create(base, false);
        base.set("k", "before");
        Camp.connect(base, north);

        camp.enrol(base, north);
        Camp.pass(2, base, north);

        assertEquals(List.of("before"), north.values("k"));
        north.set("k", "after");
        north.seal();
        Camp.pass(2, base, north);
        assertEquals(List.of("after"), base.values("k"));
        assertEquals(List.of("box1 ADMIN", "box2 MEMBER"), Camp.members(north));
        north.start();
        assertEquals(List.of("after"), north.values("k"));
    }

    @Test
    void whatABoxRecordedBeforeItWasEnrolledIsAdmittedByTheEnrolment() {
        camp.create(base, false);
        Camp.connect(base, north);
        String text = camp.join(north);
        north.set("early", "1");
        north.seal();
        Camp.pass(2, base, north);

        assertTrue(Camp.problems(north).contains("not enrolled"), Camp.problems(north));
        assertEquals(List.of("it does not accept this box: not enrolled"),
            north.snapshot().peers().stream().map(Snapshot.Peer::problem).distinct().toList());
        assertEquals(List.of("it is not enrolled: nothing that it records is accepted"),
            base.snapshot().peers().stream().map(Snapshot.Peer::problem).distinct().toList());
        assertEquals(List.of(), base.values("early"));
        assertTrue(north.snapshot().peers().stream().allMatch(Snapshot.Peer::equal));
        north.set("early", "2");
        north.seal();
        north.start();
        Camp.connect(base, north);

        Camp.order(base, new Order.Enrol(text, 16));
        Camp.pass(3, base, north);

        assertEquals(List.of("2"), base.values("early"));
        assertFalse(Camp.problems(north).contains("not enrolled"), Camp.problems(north));
        assertEquals(1, base.snapshot().kinds().size());
        assertEquals(2, records(base).stream().map(Header::key).distinct().count());
        base.start();
        assertEquals(List.of("2"), base.values("early"));
    }

    @Test
    void whatWasWrittenBeforeTheKeyCameHasNotSeenWhatCouldNotBeRead() {
        camp.create(base, false);
        base.set("k", "of base");
        base.seal();
        Camp.connect(base, north);
        String text = camp.join(north);
        Camp.pass(2, base, north);
        assertEquals(List.of(), north.values("k"));

        north.set("k", "of north");
        north.seal();
        Camp.order(base, new Order.Enrol(text, 16));
        Camp.pass(3, base, north);

        assertEquals(2, base.values("k").size());
        assertEquals(base.values("k"), north.values("k"));
    }

    @Test
    void aBoxWithoutTheKeyRelays() {
        camp.create(base, false);
        camp.enrol(base, north);
        camp.join(relay);
        base.set("k", "over the relay");
        Camp.connect(base, relay);
        Camp.connect(relay, north);

        Camp.pass(4, base, relay, north);

        assertEquals(List.of("over the relay"), north.values("k"));
        assertEquals(List.of(), relay.values("k"));
        assertEquals(camp.blocks(base).size(), camp.blocks(relay).size());
    }

    @Test
    void anOpenSpaceThatWasFoundedNeedsNoEnrolmentAndIsNotEncrypted() {
        camp.create(base, true);
        camp.join(north);
        north.set("early", "v");
        north.seal();
        Camp.connect(base, north);

        Camp.pass(3, base, north);
        base.set("k", "v");
        base.seal();
        Camp.pass(2, base, north);

        assertEquals(List.of("v"), base.values("early"));
        assertEquals(List.of("v"), north.values("k"));
        assertTrue(north.snapshot().spaces().get(0).open());
        assertTrue(records(base).stream().anyMatch(header -> header.key().size() == 0));
    }

    @Test
    void onlyAnAdminEnrolsAndOnlyTheCodeNamesAdmins() {
        camp.create(base, false);
        Camp.connect(base, north);
        camp.enrol(base, north);
        Camp.pass(2, base, north);
        String third = Camp.order(relay, new Order.Introduce()).text("deviceText");

        assertEquals(Reason.UNFIT, Camp.refused(north, new Order.Enrol(third, 16)).reason());
        assertEquals(Reason.MALFORMED,
            Camp.refused(base, new Order.Admin("box2", "no code")).reason());
        assertEquals(Reason.UNKNOWN,
            Camp.refused(base, new Order.Admin("box9", camp.code)).reason());
        Camp.order(base, new Order.Admin("box2", camp.code));
        Camp.pass(2, base, north);

        assertEquals(List.of("box1 ADMIN", "box2 ADMIN"), Camp.members(north));
        assertFalse(Camp.problems(north).contains("only one admin"), Camp.problems(north));
        Camp.order(north, new Order.Enrol(third, 16));
        assertEquals(3, Camp.members(north).size());
    }

    @Test
    void ordersSayWhatIsWrongWithThem() {
        camp.create(base, false);
        String text = Camp.order(north, new Order.Introduce()).text("deviceText");

        assertTrue(Camp.refused(base, new Order.Enrol(text.replaceFirst("-", "-9"), 16)).detail()
            .contains("group"));
        assertEquals(Reason.MALFORMED, Camp.refused(base, new Order.Enrol(text, 0)).reason());
        assertEquals(Reason.MALFORMED, Camp.refused(base, new Order.Enrol(text, 257)).reason());
        assertEquals(Reason.MALFORMED, Camp.refused(base, new Order.Join("x", false)).reason());
        assertEquals(Reason.UNKNOWN,
            Camp.refused(base, new Order.Revoke("nobody", List.of())).reason());
        assertEquals(Reason.UNFIT, Camp.refused(north, new Order.Enrol(text, 16)).reason());
        assertTrue(Camp.refused(north, new Order.Enrol(text, 16)).detail()
            .contains("no members"));
        Camp other = new Camp().create(relay, false);
        assertEquals(Reason.UNFIT,
            Camp.refused(base, new Order.Admin("box1", other.code)).reason());
        assertFalse(new Order.Admin("b", camp.code).toString().contains(camp.code));
        assertFalse(new Order.Recover(camp.code).toString().contains(camp.code));
    }

    @Test
    void theOriginsOfActsAndRecordsAreNotTheSame() {
        camp.create(base, false);
        base.set("k", "v");
        base.seal();

        List<Bytes> starts = camp.blocks(base).stream()
            .map(block -> Header.decode(block.header()).start()).distinct().toList();

        assertEquals(2, starts.size());
        assertNotEquals(starts.get(0), starts.get(1));
        assertEquals(1, base.snapshot().kinds().get(Registers.SET).intValue() / 2);
    }
}
