// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.feed.Body;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Refusal;
import org.cairnmesh.core.feed.Sealer;
import org.cairnmesh.core.feed.Verdict;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.space.Clerk;
import org.cairnmesh.core.space.Correction;
import org.cairnmesh.core.space.DeviceText;
import org.cairnmesh.core.space.Recovery;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

/** Whose blocks are taken in a space with an owner, block by block. */
class RegistryTest {
    private static final Identity BASE = new Pen(1).identity;
    private static final Identity NORTH = new Pen(2).identity;

    private final Random random = new Random(1);
    private final Recovery recovery = Recovery.draw(random);
    private final Map<String, Integer> refused = new TreeMap<>();
    private final Held held = held(BASE);

    private Held held(Identity identity) {
        Box box = new Box(identity, "box", "own", random)
            .in(Membership.founded(recovery.space(), "camp"));
        Journal journal =
            new Journal(new MemoryEventLog(Bytes.ofLong(1)), Registry.of(box), true);
        return new Held(journal, box,
            reason -> refused.merge(reason, 1, Integer::sum), Pen.NOON);
    }

    private void found() {
        held.enact(recovery.owner(), recovery.nonce(), Clerk.found(recovery, "camp", false,
            new DeviceText(BASE.publicKeys(), "base"), random));
    }

    private void enrol(int feeds) {
        held.enact(List.of(new Act.Enrol(NORTH.publicKeys(), "north", feeds)));
    }

    private Verdict offer(Identity by, Founding.Role role, int nonce) {
        Founding founding =
            new Founding(by.publicKeys(), Bytes.ofLong(nonce), "north", role);
        Bytes body = Body.write(List.of());
        Header header = new Header(recovery.space(), founding.feed(recovery.space()), 1,
            BlockId.NONE, Optional.of(founding), Pen.NOON, true,
            List.of(), Bytes.of(new byte[EventId.ORIGIN_SIZE]), 0, 0, Header.NONE, Bytes.EMPTY,
            Crypto.hash(body.toArray()));
        return held.admit(new Sealer(recovery.space(), by).sign(header, body).block());
    }

    private static Refusal reason(Verdict verdict) {
        return assertInstanceOf(Verdict.Refused.class, verdict).reason();
    }

    @Test
    void recordsAreTakenOfMembersOnly() {
        assertEquals(Refusal.NOT_ENROLLED, reason(offer(NORTH, Founding.Role.RECORDS, 1)));
        found();
        assertEquals(Refusal.NOT_ENROLLED, reason(offer(NORTH, Founding.Role.RECORDS, 1)));

        enrol(16);

        assertInstanceOf(Verdict.Admissible.class, offer(NORTH, Founding.Role.RECORDS, 1));
        assertEquals(Map.of("NOT_ENROLLED", 2), refused);
    }

    @Test
    void rosterFeedsAreTakenOfTheOwnerAndOfAdminsOnly() {
        found();
        enrol(16);

        assertEquals(Refusal.NOT_ENROLLED, reason(offer(NORTH, Founding.Role.ROSTER, 1)));
        held.enact(recovery.owner(), held.nonce(), List.of(new Act.Admin(NORTH.device())));

        assertInstanceOf(Verdict.Admissible.class, offer(NORTH, Founding.Role.ROSTER, 1));
        for (int i = 0; i < 40; i++) {
            assertInstanceOf(Verdict.Admissible.class,
                offer(recovery.owner(), Founding.Role.ROSTER, i));
        }
    }

    @Test
    void asManyFeedsOfADeviceAreTakenAsItsEnrolmentSays() {
        found();
        enrol(16);
        for (int i = 1; i <= 16; i++) {
            assertInstanceOf(Verdict.Admissible.class, offer(NORTH, Founding.Role.RECORDS, i));
        }

        assertEquals(Refusal.TOO_MANY_FEEDS, reason(offer(NORTH, Founding.Role.RECORDS, 17)));
        enrol(17);

        assertInstanceOf(Verdict.Admissible.class, offer(NORTH, Founding.Role.RECORDS, 17));
        assertEquals(Refusal.TOO_MANY_FEEDS, reason(offer(NORTH, Founding.Role.RECORDS, 18)));
    }

    @Test
    void aRevocationLeavesNoFeedThatItDoesNotName() {
        found();
        enrol(16);
        offer(NORTH, Founding.Role.RECORDS, 1);

        held.enact(List.of(new Act.Revoke(NORTH.device(), List.of())));

        assertEquals(0, held.graph().feeds().stream()
            .filter(feed -> feed.author().device().equals(NORTH.device())).count());
        assertEquals(Refusal.REVOKED, reason(offer(NORTH, Founding.Role.RECORDS, 2)));
        assertEquals(Refusal.CUT, reason(offer(NORTH, Founding.Role.RECORDS, 1)));
    }

    @Test
    void asManyCorrectionsAsARosterTakesAreObeyed() {
        found();
        List<Act> acts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            acts.add(new Act.CorrectTime(held.graph().feeds().iterator().next().id(),
                new Correction(1 + 2 * i, 1000 - i, i)));
        }

        held.enact(acts);

        assertEquals(1, held.graph().rules().times().size());
    }

    @Test
    void aStopgapOpensOnlyWhatItsDeviceSealed() {
        found();
        Held other = held(NORTH);
        other.append(Draft.of(new Kind("test.note"), Item.Table.EMPTY, ""));
        other.contact();
        Bytes key = other.graph().places().iterator().next().key();
        Registry registry = held.registry();
        Registry theirs = other.registry();

        assertTrue(theirs.key(key, NORTH.device()).isPresent());
        assertFalse(theirs.key(key, BASE.device()).isPresent());
        assertFalse(registry.key(key, NORTH.device()).isPresent());
    }
}
