// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubtCommandsTest {
    private static final FeedId FEED = new FeedId(Bytes.ofHex("0123456789abcdef0123456789abcdef"));

    @TempDir
    Path directory;

    private Shells shells;

    @BeforeEach
    void open() {
        shells = new Shells(directory);
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private static Doubts doubts(Doubts.Clock clock, Doubts.Fork... forks) {
        return new Doubts(List.of(), 0, List.of(), List.of(forks), forks.length,
            List.of(), clock);
    }

    private static Doubts.Clock clock(boolean set, long... offsetMillis) {
        List<Doubts.Offset> peers = new ArrayList<>();
        for (long offset : offsetMillis) {
            peers.add(new Doubts.Offset(Bytes.ofLong(offset).slice(4, 4), "box" + peers.size(),
                MemoryNode.NOW.minusSeconds(30), offset, Math.abs(offset) < 1_000_000_000));
        }
        return new Doubts.Clock(set, OptionalLong.empty(), peers);
    }

    private static Doubts.Fork fork(Doubts.Guess guess, boolean own, boolean closed) {
        Doubts.Tip tip = new Doubts.Tip(7, new BlockId(Bytes.of(new byte[BlockId.SIZE])), 1_000);
        return new Doubts.Fork(FEED, new DeviceId(Bytes.of(new byte[DeviceId.SIZE])), "north",
            false, own, closed, 5, MemoryNode.NOW.toEpochMilli(), 9, List.of(tip, tip), guess,
            Bytes.ofHex("beef"));
    }

    @Test
    void theMedianOfTheClocksThatWereSetIsProposedAsACommand() {
        shells.node.doubt(doubts(clock(false, 3_600_000, 3_601_000, -1_790_000_000_000L,
            900_000_000)));

        String out = shells.ok("clock");

        assertTrue(out.contains("counts as not set"), out);
        assertTrue(out.contains("box0  0036ee80  30 s ago  60 min ahead"), out);
        assertTrue(out.contains("behind  never set"), out);
        assertTrue(out.contains("the median of 3 of 4 clocks is 60 min ahead; if you believe it, "
            + "type: sudo date -u -s '2026-03-01 11:00:01'"), out);
        assertTrue(shells.ok("clock", "--json").contains("\"medianMillis\":3601000,"));
    }

    @Test
    void aClockThatIsRightIsLeftAlone() {
        shells.node.doubt(doubts(clock(true, 900, -1_200)));

        String out = shells.ok("clock");

        assertTrue(out.contains("and counts as set"), out);
        assertFalse(out.contains("date"), out);
        assertTrue(out.contains("the same time"), out);
    }

    @Test
    void whoHeardNobodySetsTheClockByHand() {
        String out = shells.ok("clock");

        assertTrue(out.contains("sudo date -u -s 'YYYY"), out);
    }

    @Test
    void aMinorityOfLiarsCannotMoveTheMedianPastTheOthers() {
        OptionalLong median = DoubtCommands.median(
            clock(true, 10, 20, 30, 99_999_999, -99_999_999, 99_999_998).peers());

        assertTrue(median.getAsLong() >= 10 && median.getAsLong() <= 30);
        assertEquals(OptionalLong.empty(), DoubtCommands.median(List.of()));
    }

    @Test
    void aForkIsExplainedInSentences() {
        shells.node.doubt(doubts(clock(true), fork(Doubts.Guess.RESTORED, true, false),
            fork(Doubts.Guess.CLONED, false, false), fork(Doubts.Guess.STOLEN, false, true)));

        String out = shells.ok("forks");

        assertTrue(out.contains("of box north (this box) split into 2 branches at block 5, at "
            + "2026-03-01T10:00:00Z"), out);
        assertTrue(out.contains("Nothing is lost: all 9 blocks"), out);
        assertTrue(out.contains("restored from an older copy of its disk"), out);
        assertTrue(out.contains("two boxes ran at the same time from copies of one disk"), out);
        assertTrue(out.contains("a stolen card"), out);
        assertTrue(out.contains("no more are taken"), out);
        assertTrue(shells.ok("forks", "--json").contains("\"guess\":\"CLONED\""));
        assertTrue(shells.ok("forks", "--json").contains("\"proof\":\"beef\""));
    }

    @Test
    void whoCanResolveAForkIsToldWhatToType() {
        String command = "type: space resolve " + FEED + " 7:00000000 8:01010101 (what";
        shells.node.doubt(doubts(clock(true), branches(2, Doubts.Guess.RESTORED, false)));
        assertTrue(shells.ok("forks").contains("In this space nobody can resolve it"));
        assertTrue(shells.ok("forks", "--json").contains("\"command\":\"\""));

        shells.node.enrolled();

        assertTrue(shells.ok("forks").contains("To settle it, " + command), shells.ok("forks"));
        assertTrue(shells.ok("forks").contains("a branch ends at 8:01010101, at 1970-"));
        assertTrue(shells.ok("forks", "--json").contains("\"command\":\"space resolve " + FEED
            + " 7:00000000 8:01010101\""));
        shells.node.standing(Snapshot.Standing.MEMBER);
        assertTrue(shells.ok("forks").contains("An admin of the space can settle it: " + command));
    }

    @Test
    void aThiefsBranchesAreNeverProposedAndNoCommandIsTooLongToCarryOut() {
        shells.node.enrolled();
        shells.node.doubt(doubts(clock(true), branches(5, Doubts.Guess.STOLEN, false)));
        assertTrue(shells.ok("forks").contains("only the branches or blocks that are the box's "
            + "own: space resolve " + FEED + " 7:00000000 (the rest"), shells.ok("forks"));

        shells.node.doubt(doubts(clock(true), branches(33, Doubts.Guess.CLONED, false)));
        assertTrue(shells.ok("forks").contains("and 1 more"));
        assertTrue(shells.ok("forks", "--json").contains("\"command\":\"\""));
        shells.node.doubt(doubts(clock(true), branches(32, Doubts.Guess.CLONED, false)));
        assertTrue(shells.ok("forks").contains(" 38:1f1f1f1f (what"), shells.ok("forks"));
    }

    @Test
    void aForkedRosterIsNotToBeResolved() {
        shells.node.enrolled();
        shells.node.doubt(doubts(clock(true), branches(2, Doubts.Guess.CLONED, true)));

        assertTrue(shells.ok("forks").contains("every branch of it counts"));
        assertFalse(shells.ok("forks").contains("space resolve"));
    }

    private static Doubts.Fork branches(int count, Doubts.Guess guess, boolean roster) {
        List<Doubts.Tip> tips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] id = new byte[BlockId.SIZE];
            Arrays.fill(id, (byte) i);
            tips.add(new Doubts.Tip(7 + i, new BlockId(Bytes.of(id)), 1_000));
        }
        return new Doubts.Fork(FEED, new DeviceId(Bytes.of(new byte[DeviceId.SIZE])), "north",
            roster, false, false, 5, 1_000, 9, tips, guess, Bytes.EMPTY);
    }

    @Test
    void timesThatCannotBeRightAreShownWithTheCommandThatCorrectsThem() {
        long ahead = 30L * 86_400_000;
        Doubts.Misdated odd = new Doubts.Misdated(FEED, "box0", 3, 9,
            MemoryNode.NOW.toEpochMilli() + ahead - 3_600_000);
        Doubts.Misdated old = new Doubts.Misdated(FEED, "south", 1, 2, 0);
        shells.node.doubt(new Doubts(List.of(), 0, List.of(), List.of(), 0, List.of(odd, old),
            clock(true, ahead)));
        assertTrue(shells.ok("clock").contains("without an owner nobody can correct that"));
        assertTrue(shells.ok("clock", "--json").contains("\"to\":9,"));

        shells.node.enrolled();

        String out = shells.ok("clock");
        assertTrue(out.contains("box box0 wrote 2026-03-31T09:00:00Z on blocks 3 to 9 of its feed "
            + FEED + "; if its clock was wrong, type: space clock " + FEED + " 3-9 -30d"), out);
        assertTrue(out.contains("1-2 +20513d"), out);
        shells.node.standing(Snapshot.Standing.MEMBER);
        assertTrue(shells.ok("clock").contains("an admin can type: space clock"));
    }

    @Test
    void withoutAForkThereIsNothingToDo() {
        assertEquals("no feed has forked\n", shells.ok("forks"));
        assertEquals("[]\n", shells.ok("forks", "--json"));
    }

    @Test
    void whatIsMissingAndWhatWaitsIsListedAndCounted() {
        shells.node.doubt(new Doubts(List.of(new Doubts.Missing(FEED, "north", 12, "south", true),
            new Doubts.Missing(FEED, "", 13, "south", false)), 5,
            List.of(new Doubts.Deferred("reducer", "odd.thing", 4)), List.of(), 0, List.of(),
            clock(true)));

        assertEquals("""
            MISSING BLOCK  OF BOX  FEED              NAMED BY
            12             north   0123456789abcdef  south
            13                     0123456789abcdef  south     was cut: it will not come
            and 3 more
            EVENTS  WAIT FOR
            4       a reducer of odd.thing
            """, shells.ok("missing"));
        assertTrue(shells.ok("missing", "--json").startsWith("{\"missing\":5,\"deferred\":4,"));
        assertTrue(shells.ok("status", "--json").contains("\"missing\":5,\"deferred\":4,"));
    }

    @Test
    void sensitiveValuesThatAreNotHereAreNamed() {
        shells.node.doubt(new Doubts(List.of(), 0,
            List.of(new Doubts.Deferred("envelope", "", 2)), List.of(), 0, List.of(),
            clock(true)));

        assertEquals("""
            EVENTS  WAIT FOR
            2       sensitive values that are not here
            """, shells.ok("missing"));
    }

    @Test
    void whenNothingIsMissingThatIsSaid() {
        assertEquals("nothing is missing, nothing waits\n", shells.ok("missing"));
    }

    @Test
    void aResolverThatDoesNotExistIsNamed() {
        Shells.Answer answer = shells.run("resolver", "well", "status", "mean");

        assertEquals(2, answer.status());
        assertTrue(answer.err().contains(
            "shown, first, highest, lowest, all, not 'mean'"), answer.err());
        assertEquals(2, shells.run("resolver", "", "status").status());
        assertEquals(2, shells.run("resolver", "well", "").status());
        assertEquals(List.of(), shells.node.accepted());
    }
}
