// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.cairnmesh.core.space.Camp.MINUTE;
import static org.cairnmesh.core.space.Camp.RECOVERY;
import static org.cairnmesh.core.space.Camp.SPACE;
import static org.cairnmesh.core.space.Camp.data;
import static org.cairnmesh.core.space.Camp.records;
import static org.cairnmesh.core.space.Camp.revoke;
import static org.cairnmesh.core.space.Scribe.NOON;
import static org.cairnmesh.core.space.Scribe.charter;
import static org.cairnmesh.core.space.Scribe.device;
import static org.cairnmesh.core.space.Scribe.enrol;
import static org.cairnmesh.core.space.Scribe.head;
import static org.cairnmesh.core.space.Scribe.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Rules;
import org.cairnmesh.core.space.Charter.Standing;
import org.junit.jupiter.api.Test;

class CharterTest {
    private final Camp camp = new Camp();
    private final Scribe owner = camp.owner;
    private final Scribe one = camp.one;
    private final Scribe two = camp.two;

    @Test
    void withoutTheOwnersFirstBlockNobodyBelongsToASpace() {
        one.write(enrol(5));

        Charter charter = camp.charter();

        assertEquals(Optional.empty(), charter.owner());
        assertEquals(Standing.NOT_ENROLLED, charter.standing(device(5)));
        assertEquals(Standing.ENROLLED, charter.standing(owner.founding));
        assertFalse(charter.needsKey());
        assertEquals(Optional.empty(), charter.sealingKey(Set.of()));
    }

    @Test
    void theOwnerIsWhomTheIdOfTheSpaceNames() {
        camp.founded();
        Scribe pretender = new Scribe(SPACE, identity(9), RECOVERY.nonce());
        pretender.write(new Act.Found("Mine", true), enrol(9), new Act.Admin(device(9)));

        Charter charter = charter(owner, pretender);

        assertEquals(Optional.of(RECOVERY.owner().publicKeys()), charter.owner());
        assertEquals("Camp", charter.name());
        assertFalse(charter.open());
        assertEquals(Set.of(device(1), device(2), device(3)), charter.members().keySet());
        assertEquals(Standing.NOT_ENROLLED, charter.standing(pretender.founding));
    }

    @Test
    void aLaterFoundRenamesButOpensNothing() {
        camp.founded();
        owner.write(new Act.Found("Base", true));

        assertEquals("Base", camp.charter().name());
        assertFalse(camp.charter().open());
    }

    @Test
    void whatIsOpenTakesWhoeverAsks() {
        owner.write(new Act.Found("Fair", true), revoke(4));

        Charter charter = camp.charter();

        assertTrue(charter.open());
        assertEquals(Standing.ENROLLED, charter.standing(device(77)));
        assertEquals(Standing.REVOKED, charter.standing(device(4)));
        assertEquals(Standing.NOT_ENROLLED, charter.standing(one.founding));
        assertFalse(charter.needsKey());
    }

    @Test
    void onlyTheOwnerNamesAdminsAndTheSpace() {
        camp.founded();
        one.write(new Act.Admin(device(5)), enrol(5), new Act.Found("Hers", true));

        Charter charter = camp.charter();

        assertEquals(List.of(device(1), device(2), device(3)), charter.admins());
        assertEquals("Camp", charter.name());
        assertTrue(charter.members().containsKey(device(5)));
    }

    @Test
    void whatAMemberWritesThatIsNoAdminCountsForNothing() {
        camp.founded();
        one.write(enrol(5));
        Charter before = camp.charter();
        Scribe member = Scribe.of(SPACE, identity(5));
        member.write(enrol(6), revoke(1), new Act.CorrectTime(one.feed(), new Correction(1, 9, 9)));

        assertEquals(before, charter(owner, one, member));
    }

    @Test
    void pagesWhoseChainIsBrokenWait() {
        camp.founded();
        Page first = one.write(enrol(5));
        Page second = one.write(enrol(6));
        List<Page> broken = List.of(owner.pages.get(0), owner.pages.get(1), second);

        assertEquals(Standing.NOT_ENROLLED, Charter.of(SPACE, broken).standing(device(6)));
        assertEquals(Standing.ENROLLED, Charter.of(SPACE, List.of(owner.pages.get(0),
            second, owner.pages.get(1), first)).standing(device(6)));
    }

    @Test
    void aFeedOfRecordsIsNoRoster() {
        camp.founded();
        Page page = one.write(enrol(5));
        Founding records = new Founding(one.identity.publicKeys(), one.founding.nonce(), "");
        Page fake = new Page(records.feed(SPACE), 1, page.id(), page.previous(),
            Optional.of(records), NOON, page.acts());

        assertEquals(Standing.NOT_ENROLLED, Charter.of(SPACE, List.of(owner.pages.get(0), fake))
            .standing(device(5)));
    }

    @Test
    void whoIsRevokedStaysRevokedWhateverIsEnrolledAfterwards() {
        camp.founded();
        one.write(enrol(5), revoke(5, data(5, 3)));
        owner.write(NOON + 1000 * MINUTE, enrol(5));

        assertEquals(Standing.REVOKED, camp.charter().standing(device(5)));
        assertFalse(camp.charter().present().containsKey(device(5)));
    }

    @Test
    void theOwnerGoesOnInAnotherFeedAfterARecovery() {
        camp.founded();
        Scribe again = new Scribe(SPACE, RECOVERY.owner(), Bytes.ofLong(99));
        again.write(NOON + 9 * MINUTE, new Act.Found("Anew", false), revoke(1));

        Charter charter = charter(again, owner, one);

        assertEquals("Anew", charter.name());
        assertEquals(Standing.REVOKED, charter.standing(device(1)));
        assertEquals(Standing.ENROLLED, charter.standing(again.founding));
    }

    @Test
    void cutsAreTheFeedsOfWhichNotAllCounts() {
        camp.founded();
        one.write(enrol(5), enrol(6), revoke(5, data(5, 3), data(6, 3)));
        Founding later = new Founding(identity(5).publicKeys(), Bytes.ofLong(55), "");
        Founding roster = Scribe.of(SPACE, identity(5)).founding;
        Map<FeedId, Founding> feeds = Map.of(records(5).feed(SPACE), records(5),
            later.feed(SPACE), later, records(6).feed(SPACE), records(6),
            records(8).feed(SPACE), records(8), owner.feed(), owner.founding, one.feed(),
            one.founding, roster.feed(SPACE), roster);

        assertEquals(Map.of(records(5).feed(SPACE), List.of(data(5, 3)), later.feed(SPACE),
            List.of(), records(8).feed(SPACE), List.of(), roster.feed(SPACE), List.of()),
            camp.charter().cuts(feeds));
    }

    @Test
    void feedsOfADeviceAreSixteenUntilAnAdminDecides() {
        camp.founded();
        one.write(enrol(5));
        assertEquals(Charter.FEEDS, camp.charter().feedsMax(device(5)));

        two.write(new Act.Enrol(identity(5).publicKeys(), "other", 40));
        one.write(new Act.Enrol(identity(5).publicKeys(), "newer", 20));

        assertEquals(40, camp.charter().feedsMax(device(5)));
        assertEquals("newer", camp.charter().members().get(device(5)).name());
    }

    @Test
    void whoEnrolsHasRoomForSixtyFourThatAreNotRevoked() {
        owner.write(new Act.Found("Camp", false), enrol(1), new Act.Admin(device(1)));
        LongStream.range(100, 100 + Charter.MEMBERS_MAX + 1).forEach(i -> one.write(enrol(i)));
        DeviceId last = device(100 + Charter.MEMBERS_MAX);

        assertEquals(Charter.MEMBERS_MAX + 1, camp.charter().present().size());
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(last));

        one.write(revoke(100));

        assertEquals(Charter.MEMBERS_MAX + 1, camp.charter().present().size());
        assertEquals(Standing.ENROLLED, camp.charter().standing(last));
    }

    @Test
    void ofAFeedTheResolutionThatWeighsMostCounts() {
        camp.founded();
        FeedId feed = records(5).feed(SPACE);
        two.write(new Act.Resolve(feed, List.of(data(5, 2))));
        one.write(new Act.Resolve(feed, List.of(data(5, 3))));
        one.write(new Act.Resolve(feed, List.of(data(5, 4))));
        assertEquals(Map.of(feed, List.of(data(5, 4))), camp.charter().resolved());

        owner.write(new Act.Resolve(feed, List.of(data(5, 1))));

        assertEquals(Map.of(feed, List.of(data(5, 1))), camp.charter().resolved());
    }

    private Act correct(long from, long to, long offsetMillis) {
        return new Act.CorrectTime(records(5).feed(SPACE), new Correction(from, to,
            offsetMillis));
    }

    @Test
    void correctionsThatOverlapAreTakenApart() {
        camp.founded();
        two.write(correct(1, Long.MAX_VALUE, 1));
        one.write(correct(3, 6, 2));
        one.write(correct(5, 8, 3));
        owner.write(correct(8, 8, 4));

        assertEquals(List.of(new Correction(1, 2, 1), new Correction(3, 4, 2),
            new Correction(5, 6, 3), new Correction(7, 7, 3), new Correction(8, 8, 4),
            new Correction(9, Long.MAX_VALUE, 1)),
            camp.charter().times().get(records(5).feed(SPACE)));
    }

    private int corrections() {
        return camp.charter().times().get(records(5).feed(SPACE)).size();
    }

    @Test
    void correctionsThatWereTakenApartAreNoMoreThanRulesHold() {
        camp.founded();
        for (int i = 0; i < Charter.CORRECTIONS_MAX + 5; i++) {
            one.write(correct(i + 1, 1_000 - i, i + 1));
        }

        assertEquals(Rules.OF_A_FEED_MAX, corrections());
    }

    @Test
    void correctionsOfAFeedAreBounded() {
        camp.founded();
        for (int i = 0; i < Charter.CORRECTIONS_MAX; i++) {
            one.write(correct(2 * i + 1, 2 * i + 1, i + 1));
        }
        assertEquals(Charter.CORRECTIONS_MAX, corrections());

        two.write(correct(1_000_000, 1_000_000, 1));

        assertEquals(Charter.CORRECTIONS_MAX, corrections());
    }

    @Test
    void theNewestTimeIsThatOfAPageThatCountsPutRight() {
        camp.founded();
        Page good = one.write(NOON + 5 * MINUTE, enrol(5));
        one.write(NOON + 1_000_000 * MINUTE, enrol(6));
        assertEquals(NOON + 1_000_000 * MINUTE, camp.charter().newestMillis());

        two.write(NOON, new Act.CorrectTime(one.feed(), new Correction(2, 2,
            -1_000_000 * MINUTE)));
        assertEquals(NOON + 5 * MINUTE, camp.charter().newestMillis());

        owner.write(NOON + 6 * MINUTE, revoke(1, head(good)), revoke(2));
        assertEquals(NOON + 6 * MINUTE, camp.charter().newestMillis());
    }

    @Test
    void theNextPageOfTheOwnerCutsBackTheNewestTime() {
        camp.founded();
        one.write(NOON + 1_000_000 * MINUTE, enrol(6));
        owner.write(NOON + 2 * MINUTE, revoke(1));

        assertEquals(NOON + 2 * MINUTE, camp.charter().newestMillis());
    }
}
