// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.cairnmesh.core.space.Scribe.device;
import static org.cairnmesh.core.space.Scribe.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.space.Charter.Standing;
import org.cairnmesh.core.space.Clerk.Answer;
import org.cairnmesh.core.space.Clerk.Reason;
import org.junit.jupiter.api.Test;

class ClerkTest {
    private static final Recovery RECOVERY = Recovery.draw(new Random(1));
    private static final SpaceId SPACE = RECOVERY.space();

    private final Random random = new Random(2);
    private final Scribe owner = Scribe.owner(RECOVERY);
    private final Scribe one = Scribe.of(SPACE, identity(1));
    private final Scribe two = Scribe.of(SPACE, identity(2));

    private Charter all() {
        return Scribe.charter(owner, one, two);
    }

    private Clerk clerk() {
        return new Clerk(all(), random);
    }

    private static DeviceText text(long seed) {
        return new DeviceText(identity(seed).publicKeys(), "box" + seed);
    }

    private void found(boolean open) {
        owner.write(Clerk.found(RECOVERY, "Camp", open, text(1), random).toArray(Act[]::new));
    }

    private static Act[] acts(Answer answer) {
        return assertInstanceOf(Answer.Acts.class, answer).acts().toArray(Act[]::new);
    }

    private static void refused(Reason reason, Answer answer) {
        assertEquals(reason, assertInstanceOf(Answer.Refused.class, answer).reason());
    }

    private void enrol(Scribe by, long seed) {
        by.write(acts(clerk().enrol(text(seed), Charter.FEEDS, all().keyring(by.identity))));
    }

    private Bytes sealing() {
        return all().keys().get(0).id();
    }

    @Test
    void whoFoundsASpaceIsItsFirstMemberAndAdminAndHasItsKey() {
        found(false);

        Charter charter = all();

        assertEquals("Camp", charter.name());
        assertEquals(Set.of(device(1)), charter.present().keySet());
        assertEquals(List.of(device(1)), charter.actingAdmins());
        Map<Bytes, Bytes> ring = charter.keyring(identity(1));
        assertEquals(ring, charter.keyring(RECOVERY.owner()));
        assertEquals(Map.of(), charter.keyring(identity(2)));
        assertEquals(sealing(), charter.sealingKey(ring.keySet()).orElseThrow());
        assertEquals(sealing(), KeyWrap.id(ring.get(sealing())));
        assertFalse(charter.needsKey());
        assertEquals(Map.of(), charter.lacking());
    }

    @Test
    void anOpenSpaceHasNoKeys() {
        found(true);
        enrol(one, 5);
        one.write(acts(clerk().revoke(device(5), List.of())));

        assertEquals(List.of(), all().keys());
        assertEquals(Standing.REVOKED, all().standing(device(5)));
        assertFalse(all().needsKey());
    }

    @Test
    void whoIsEnrolledReadsAllThatWasEverSealed() {
        found(false);
        enrol(one, 5);
        one.write(acts(clerk().revoke(device(5), List.of())));
        enrol(one, 6);

        assertEquals(2, all().keyring(identity(6)).size());
        assertEquals(all().keyring(identity(1)), all().keyring(identity(6)));
        assertEquals(1, all().keyring(identity(5)).size());
    }

    @Test
    void aRevocationMakesAKeyForAllThatRemain() {
        found(false);
        enrol(one, 5);
        enrol(one, 6);
        Bytes before = sealing();

        one.write(acts(clerk().revoke(device(5), List.of())));

        assertNotEquals(before, sealing());
        assertEquals(Set.of(device(1), device(6), RECOVERY.owner().device()),
            all().keys().get(0).holders());
        assertTrue(all().keys().get(1).exposed());
        assertTrue(all().keyring(identity(6)).containsKey(sealing()));
        assertFalse(all().keyring(identity(5)).containsKey(sealing()));
        assertFalse(all().needsKey());
    }

    @Test
    void aSecondRevocationMovesTheHeadsAndKeepsTheKey() {
        found(false);
        enrol(one, 5);
        one.write(acts(clerk().revoke(device(5), List.of())));
        Head head = new Head(Scribe.of(SPACE, identity(5)).feed(), 4, BlockId.NONE);

        Act[] acts = acts(clerk().revoke(device(5), List.of(head)));

        assertEquals(1, acts.length);
        assertEquals(List.of(head), ((Act.Revoke) acts[0]).heads());
    }

    @Test
    void twoKeysThatAreMadeAtOnceBothReadAndEveryoneSealsWithTheSame() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        enrol(one, 5);
        Clerk first = clerk();
        Clerk second = clerk();

        one.write(acts(first.revoke(device(5), List.of())));
        two.write(acts(second.revoke(device(5), List.of())));

        Set<Bytes> ones = all().keyring(identity(1)).keySet();
        assertEquals(3, ones.size());
        assertEquals(ones, all().keyring(identity(2)).keySet());
        assertEquals(all().sealingKey(ones), Charter.of(SPACE, Stream.of(two, owner, one)
            .flatMap(s -> s.pages.stream()).toList()).sealingKey(ones));
        assertFalse(all().needsKey());
    }

    @Test
    void keysThatEachWentToWhomTheOtherRevokedAreRenewed() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        enrol(one, 5);
        enrol(one, 6);
        Clerk first = clerk();
        Clerk second = clerk();
        one.write(acts(first.revoke(device(5), List.of())));
        assertEquals(List.of(), clerk().renew());
        two.write(acts(second.revoke(device(6), List.of())));

        assertTrue(all().needsKey());
        two.write(clerk().renew().toArray(Act[]::new));

        assertFalse(all().needsKey());
        assertTrue(all().keyring(identity(1)).containsKey(sealing()));
        assertFalse(all().keyring(identity(5)).containsKey(sealing()));
        assertFalse(all().keyring(identity(6)).containsKey(sealing()));
    }

    @Test
    void whoWasEnrolledWhileAKeyWasMadeIsSupplied() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        enrol(one, 5);
        Clerk second = clerk();
        Map<Bytes, Bytes> ring = all().keyring(identity(2));
        one.write(acts(clerk().revoke(device(5), List.of())));
        two.write(acts(second.enrol(text(6), Charter.FEEDS, ring)));
        assertEquals(Map.of(sealing(), List.of(identity(6).publicKeys())), all().lacking());
        assertEquals(List.of(), clerk().supply(Map.of()));

        one.write(clerk().supply(all().keyring(identity(1))).toArray(Act[]::new));

        assertEquals(Map.of(), all().lacking());
        assertEquals(all().keyring(identity(1)), all().keyring(identity(6)));
    }

    @Test
    void whileItLacksTheNewKeyABoxSealsWithTheBestThatItHas() {
        found(false);
        Bytes old = sealing();
        enrol(one, 5);
        one.write(acts(clerk().revoke(device(5), List.of())));

        assertEquals(old, all().sealingKey(Set.of(old)).orElseThrow());
        assertTrue(all().sealingKey(Set.of()).isEmpty());
    }

    @Test
    void keysOfARevokedAdminNoLongerSealButStillOpen() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        Head kept = Scribe.head(two.write());
        two.write(KeyWrap.wrap(SPACE, KeyWrap.draw(random), true, all().readers(), random)
            .toArray(Act[]::new));
        Bytes theirs = sealing();
        owner.write(acts(clerk().revoke(device(2), List.of(kept))));

        assertTrue(all().keys().stream().noneMatch(key -> key.id().equals(theirs)));
        assertTrue(all().keyring(identity(1)).containsKey(theirs));
        assertFalse(all().needsKey());
    }

    @Test
    void aKeyThatARevokedAdminMadeForOthersIsExposedThoughItNeverTookIt() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        two.write(KeyWrap.wrap(SPACE, KeyWrap.draw(random), true,
            List.of(identity(1).publicKeys()), random).toArray(Act[]::new));
        owner.write(new Act.Revoke(device(2), List.of(two.head())));

        assertEquals(2, all().keys().size());
        assertTrue(all().needsKey());
    }

    /** A key that a thief made and an admin passed on before it heard of the revocation. */
    @Test
    void aKeyWhoseMakingDoesNotCountIsExposedWhoeverPassesItOn() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        Head kept = Scribe.head(two.write());
        two.write(KeyWrap.wrap(SPACE, KeyWrap.draw(random), true, all().readers(), random)
            .toArray(Act[]::new));
        Bytes theirs = sealing();
        enrol(one, 6);
        owner.write(new Act.Revoke(device(2), List.of(kept)));

        assertTrue(all().keys().stream().filter(key -> key.id().equals(theirs)).findFirst()
            .orElseThrow().exposed());
        assertTrue(all().needsKey());
    }

    @Test
    void aKeyThatWentToWhomNobodyWhoCountsEnrolledIsExposed() {
        found(false);
        enrol(one, 2);
        owner.write(acts(clerk().admin(device(2))));
        Head kept = Scribe.head(two.write());
        two.write(Scribe.enrol(6));
        Bytes key = KeyWrap.draw(random);
        one.write(KeyWrap.wrap(SPACE, key, true, List.of(identity(1).publicKeys(),
            identity(6).publicKeys()), random).toArray(Act[]::new));
        assertEquals(KeyWrap.id(key), sealing());

        owner.write(new Act.Revoke(device(2), List.of(kept)));

        assertEquals(Standing.NOT_ENROLLED, all().standing(device(6)));
        assertTrue(all().keys().stream().allMatch(Charter.Key::exposed));
    }

    @Test
    void theKeysThatOneDeviceAddsAreBounded() {
        found(false);
        for (int i = 0; i <= Charter.KEYS_MAX; i++) {
            one.write(new Act.Key(Bytes.ofLong(i).slice(4, 4), true, Scribe.noise(random, 32),
                List.of(new Act.Key.Wrap(device(9), Scribe.noise(random, 48)))));
        }
        one.write(new Act.Key(Bytes.ofLong(0).slice(4, 4), true, Scribe.noise(random, 32),
            List.of(new Act.Key.Wrap(device(10), Scribe.noise(random, 48)))));

        Charter charter = all();

        assertEquals(1 + Charter.KEYS_MAX, charter.keys().size());
        assertEquals(1 + Charter.KEYS_MAX + 1, charter.wraps().size());
        assertEquals(Set.of(device(9), device(10)), charter.keys().stream()
            .filter(key -> key.id().equals(Bytes.ofHex("00000000"))).findFirst().orElseThrow()
            .holders());
    }

    @Test
    void aSpaceTakesSixtyFourMembersAndNoMore() {
        found(false);
        Map<Bytes, Bytes> ring = all().keyring(identity(1));
        for (int i = 1; i < Charter.MEMBERS_MAX; i++) {
            one.write(acts(clerk().enrol(text(100 + i), Charter.FEEDS, ring)));
        }
        assertEquals(Charter.MEMBERS_MAX, all().present().size());

        refused(Reason.FULL, clerk().enrol(text(500), Charter.FEEDS, ring));
        one.write(acts(clerk().revoke(device(101), List.of())));

        one.write(acts(clerk().enrol(text(500), Charter.FEEDS, ring)));
        assertEquals(Charter.MEMBERS_MAX, all().present().size());
        assertTrue(IntStream.range(102, 164).allMatch(i ->
            all().keys().get(0).holders().contains(device(i))));
    }

    @Test
    void enrolmentsThatMakeNoSenseAreRefusedByName() {
        found(false);
        enrol(one, 5);
        enrol(one, 6);
        one.write(acts(clerk().revoke(device(5), List.of())));
        Map<Bytes, Bytes> ring = all().keyring(identity(1));
        Identity paper = RECOVERY.owner();

        refused(Reason.REVOKED, clerk().enrol(text(5), Charter.FEEDS, ring));
        refused(Reason.ALREADY, clerk().enrol(text(6), Charter.FEEDS, ring));
        refused(Reason.NO_KEY, clerk().enrol(text(7), Charter.FEEDS, Map.of()));
        refused(Reason.THE_OWNER, clerk().enrol(new DeviceText(paper.publicKeys(), "paper"),
            Charter.FEEDS, ring));
    }

    @Test
    void anAdminDecidesForMoreFeedsByEnrollingAgain() {
        found(false);
        enrol(one, 6);

        Act[] acts = acts(clerk().enrol(text(6), 17, all().keyring(identity(1))));
        one.write(acts);

        assertEquals(1, acts.length);
        assertEquals(17, all().feedsMax(device(6)));
    }

    @Test
    void adminsAndRevocationsThatMakeNoSenseAreRefusedByName() {
        found(false);
        List<Head> many = IntStream.rangeClosed(1, Act.HEADS_MAX + 1).mapToObj(i ->
            new Head(one.feed(), i, BlockId.NONE)).toList();

        refused(Reason.NOT_A_MEMBER, clerk().admin(device(5)));
        refused(Reason.ALREADY, clerk().admin(device(1)));
        refused(Reason.NOT_A_MEMBER, clerk().revoke(device(5), List.of()));
        refused(Reason.THE_OWNER, clerk().revoke(RECOVERY.owner().device(), List.of()));
        refused(Reason.TOO_MANY_HEADS, clerk().revoke(device(1), many));
        assertEquals(Act.HEADS_MAX, ((Act.Revoke) acts(clerk().revoke(device(1),
            many.subList(1, many.size())))[0]).heads().size());
    }
}
