// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.cairnmesh.core.space.Camp.MINUTE;
import static org.cairnmesh.core.space.Camp.data;
import static org.cairnmesh.core.space.Camp.revoke;
import static org.cairnmesh.core.space.Scribe.NOON;
import static org.cairnmesh.core.space.Scribe.device;
import static org.cairnmesh.core.space.Scribe.enrol;
import static org.cairnmesh.core.space.Scribe.head;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.core.space.Charter.Standing;
import org.junit.jupiter.api.Test;

/** Whose acts count, and up to where. */
class CourtTest {
    private final Camp camp = new Camp();
    private final Scribe owner = camp.owner;
    private final Scribe one = camp.one;
    private final Scribe two = camp.two;
    private final Scribe three = camp.three;

    @Test
    void anAdminWhoseNamingComesLateIsHeardFromTheStart() {
        one.write(enrol(5));
        owner.write(new Act.Found("Camp", false));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(5)));

        owner.write(enrol(1), new Act.Admin(device(1)));

        assertEquals(Standing.ENROLLED, camp.charter().standing(device(5)));
    }

    @Test
    void ofOnesOwnRevocationsTheLatestCounts() {
        camp.founded();
        one.write(enrol(5), revoke(5, data(5, 3)));
        one.write(revoke(5, data(5, 8)));
        one.write(revoke(5, data(5, 6)));

        assertEquals(List.of(data(5, 6)), camp.charter().revoked().get(device(5)));
    }

    @Test
    void theOwnersRevocationCountsBeforeThatOfAnAdminHoweverOld() {
        camp.founded();
        owner.write(revoke(5, data(5, 3)));
        one.write(NOON + 1000 * MINUTE, enrol(5), revoke(5, data(5, 8)));

        assertEquals(List.of(data(5, 3)), camp.charter().revoked().get(device(5)));
    }

    @Test
    void theRevocationOfTheAdminNamedFirstCountsBeforeThatOfALaterOne() {
        camp.founded();
        two.write(enrol(5), revoke(5, data(5, 3)));
        one.write(NOON - 1000 * MINUTE, revoke(5, data(5, 8)));

        assertEquals(List.of(data(5, 8)), camp.charter().revoked().get(device(5)));
    }

    @Test
    void theOwnerCannotBeRevoked() {
        camp.founded();
        one.write(new Act.Revoke(owner.device(), List.of()));
        owner.write(new Act.Revoke(owner.device(), List.of()));

        assertEquals(Map.of(), camp.charter().revoked());
        assertEquals("Camp", camp.charter().name());
    }

    @Test
    void anAdminsActsCountUpToTheAcceptedHeadOfItsRevocation() {
        camp.founded();
        Page kept = one.write(enrol(5));
        one.write(enrol(6), revoke(2));
        owner.write(revoke(1, head(kept)));

        Charter charter = camp.charter();

        assertEquals(Standing.ENROLLED, charter.standing(device(5)));
        assertEquals(Standing.NOT_ENROLLED, charter.standing(device(6)));
        assertEquals(Standing.ENROLLED, charter.standing(device(2)));
        assertEquals(Standing.REVOKED, charter.standing(one.founding));
        assertEquals(List.of(device(2), device(3)), charter.actingAdmins());
    }

    @Test
    void anAdminOfWhomNoHeadIsAcceptedHasDoneNothing() {
        camp.founded();
        one.write(enrol(5));
        owner.write(revoke(1));

        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(5)));
    }

    @Test
    void anAcceptedHeadThatIsNotHereYetAcceptsWhatIsBelowIt() {
        camp.founded();
        Page first = one.write(enrol(5));
        Page second = one.write(enrol(6));
        Page third = one.write(enrol(7));
        owner.write(revoke(1, head(second)));
        Page other = one.after(Optional.of(first), NOON, enrol(8));

        one.pages.remove(second);
        one.pages.remove(third);
        assertEquals(Standing.ENROLLED, camp.charter().standing(device(8)));
        one.pages.add(second);
        one.pages.add(third);

        assertEquals(Standing.ENROLLED, camp.charter().standing(device(6)));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(7)));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(8)));
        assertEquals(2, other.number());
    }

    @Test
    void aHeadThatNamesABlockOfAnotherFeedAcceptsWhatItsNumberSays() {
        camp.founded();
        one.write(enrol(5));
        one.write(enrol(6));
        owner.write(revoke(1, new Head(one.feed(), 1, owner.pages.get(1).id())));

        assertEquals(Standing.ENROLLED, camp.charter().standing(device(5)));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(6)));
    }

    @Test
    void everyBranchOfAForkedRosterFeedCounts() {
        camp.founded();
        Page first = one.write(enrol(5));
        one.write(enrol(6));
        one.after(Optional.of(first), NOON, enrol(7));
        one.after(Optional.empty(), NOON + 7, enrol(8));

        assertEquals(7, camp.charter().present().size());
    }

    @Test
    void whatAThiefAddsBelowTheAcceptedHeadDoesNotCount() {
        camp.founded();
        Page first = one.write(enrol(5));
        Page head = one.write(enrol(6));
        one.after(Optional.of(first), NOON, enrol(7), revoke(2));
        one.after(Optional.empty(), NOON - 9, enrol(8));
        owner.write(revoke(1, head(head)));

        assertEquals(Set.of(device(2), device(3), device(5), device(6)),
            camp.charter().present().keySet());
    }

    @Test
    void anAdminMayRevokeAnotherWhoWasNamedBefore() {
        camp.founded();
        Page kept = one.write(enrol(5));
        one.write(enrol(6));
        two.write(revoke(1, head(kept)));

        assertEquals(Standing.REVOKED, camp.charter().standing(device(1)));
        assertEquals(Standing.ENROLLED, camp.charter().standing(device(5)));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(6)));
    }

    @Test
    void ofTwoAdminsWhoRevokeEachOtherTheOneNamedFirstIsHeard() {
        camp.founded();
        one.write(NOON + 1000 * MINUTE, revoke(2));
        two.write(NOON, revoke(1));

        assertEquals(Set.of(device(2)), camp.charter().revoked().keySet());

        owner.write(revoke(1, one.head()));

        assertEquals(Set.of(device(1), device(2)), camp.charter().revoked().keySet());
    }

    @Test
    void whatTheOwnerTakesFromAnAdminFreesThoseThatItRevoked() {
        camp.founded();
        one.write(revoke(2));
        two.write(enrol(5));
        assertEquals(Standing.NOT_ENROLLED, camp.charter().standing(device(5)));

        owner.write(revoke(1));

        assertEquals(Set.of(device(1)), camp.charter().revoked().keySet());
        assertEquals(Standing.ENROLLED, camp.charter().standing(device(5)));
    }

    @Test
    void threeAdminsInARingAreDecidedFromTheFirstOn() {
        camp.founded();
        one.write(revoke(2));
        two.write(revoke(3));
        Page three1 = three.write(revoke(1));

        Charter charter = camp.charter();

        assertEquals(Map.of(device(1), List.of(), device(2), List.of()), charter.revoked());
        assertEquals(List.of(device(3)), charter.actingAdmins());
        assertEquals(1, three1.number());
    }

    @Test
    void whoRevokesBackwardsIsItselfHeardOnlyAsFarAsLaterOnesAcceptIt() {
        camp.founded();
        two.write(revoke(1));
        three.write(revoke(2));

        assertEquals(Set.of(device(2)), camp.charter().revoked().keySet());
    }

    @Test
    void ofTwoThatRevokeAnEarlierOneTheFirstIsHeard() {
        camp.founded();
        Page page = one.write(enrol(5));
        three.write(revoke(1));
        two.write(revoke(1, head(page)));

        assertEquals(List.of(head(page)), camp.charter().revoked().get(device(1)));
        assertEquals(Standing.ENROLLED, camp.charter().standing(device(5)));
    }

    @Test
    void aClockThatRunsBackwardsDoesNotReorderAFeed() {
        camp.founded();
        one.write(NOON + 9 * MINUTE, enrol(5), revoke(5, data(5, 3)));
        one.write(NOON, revoke(5, data(5, 8)));

        assertEquals(List.of(data(5, 8)), camp.charter().revoked().get(device(5)));
    }
}
