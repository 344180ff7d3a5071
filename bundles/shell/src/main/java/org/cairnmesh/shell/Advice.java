// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Snapshot;

/** What people can do about a feed that forked or says wrong times, and who of them can. */
final class Advice {
    /** How many heads a resolution takes, so that a command that is shown can be typed. */
    private static final int HEADS_MAX = 32;
    private static final int ID_DIGITS = 8;

    private final boolean governed;
    private final boolean admin;
    private final List<Doubts.Offset> peers;

    Advice(Snapshot snapshot) {
        List<Snapshot.Space> current = snapshot.spaces().stream()
            .filter(Snapshot.Space::current).toList();
        List<Snapshot.Member> members = current.stream().flatMap(s -> s.members().stream())
            .toList();
        governed = !members.isEmpty() || current.stream().anyMatch(space -> !space.open());
        admin = members.stream().anyMatch(member -> member.own()
            && member.standing() == Snapshot.Standing.ADMIN);
        peers = snapshot.doubts().clock().peers();
    }

    /** What to type so that every branch of a feed counts; empty if no command can say so. */
    String command(Doubts.Fork fork) {
        return !governed || fork.roster() || fork.tips().size() > HEADS_MAX ? "" : "space resolve "
            + fork.feed() + " " + fork.tips().stream().map(Advice::head).distinct()
                .collect(Collectors.joining(" "));
    }

    private static String head(Doubts.Tip tip) {
        return tip.number() + ":" + tip.id().toString().substring(0, ID_DIGITS);
    }

    /** Sentences about how a fork is settled, and by whom. */
    List<String> of(Doubts.Fork fork) {
        if (fork.roster()) {
            return List.of("This feed is about the space itself: every branch of it counts, and "
                + "none can be left out. Revoke the box if somebody else has its keys.");
        }
        List<String> lines = new ArrayList<>();
        fork.tips().stream().limit(HEADS_MAX).forEach(tip -> lines.add("  a branch ends at "
            + head(tip) + ", at " + ViewCommands.when(tip.timeMillis())));
        if (fork.tips().size() > HEADS_MAX) {
            lines.add("  and " + (fork.tips().size() - HEADS_MAX) + " more (forks --json)");
        }
        lines.add(settled(fork));
        return lines;
    }

    private String settled(Doubts.Fork fork) {
        if (!governed) {
            return "In this space nobody can resolve it, since it has no owner. What people can "
                + "do: write values that are wrong again, which settles them for everyone; and if "
                + "somebody keeps writing who should not, found a space with an owner (space "
                + "create) and go on there.";
        }
        String who = admin ? "To settle it, " : "An admin of the space can settle it: ";
        return fork.guess() == Doubts.Guess.STOLEN || command(fork).isEmpty()
            ? who + "type, with only the branches or blocks that are the box's own: space resolve "
                + fork.feed() + " " + fork.tips().stream().limit(1).map(Advice::head)
                    .collect(Collectors.joining()) + " (the rest counts as never received)"
            : who + "type: " + command(fork) + " (what is left out of these counts as never "
                + "received)";
    }

    /** What to type to put the times of a feed right. */
    String command(Doubts.Misdated odd, long nowMillis) {
        return !governed ? "" : "space clock " + odd.feed() + " " + odd.from() + "-" + odd.to()
            + " " + Offset.text(offsetMillis(odd, nowMillis));
    }

    /** As far as the clock of the box is wrong now, if it was heard; else to the present. */
    private long offsetMillis(Doubts.Misdated odd, long nowMillis) {
        long toNow = nowMillis - odd.toMillis();
        return peers.stream().filter(peer -> peer.box().equals(odd.box()))
            .map(peer -> -peer.offsetMillis())
            .filter(offset -> (offset > 0) == (toNow > 0) && Math.abs(offset) >= Math.abs(toNow) / 2
                && odd.toMillis() + offset <= nowMillis).findFirst().orElse(toNow);
    }

    /** A sentence about a stretch of blocks with wrong times. */
    String of(Doubts.Misdated odd, long nowMillis) {
        String what = "box " + odd.box() + " wrote " + ViewCommands.when(odd.toMillis())
            + " on blocks " + odd.from() + " to " + odd.to() + " of its feed " + odd.feed();
        String command = command(odd, nowMillis);
        return what + (command.isEmpty() ? "; in a space without an owner nobody can correct that, "
            + "and it settles nothing wrongly: set the clock of the box"
            : "; if its clock was wrong, " + (admin ? "" : "an admin can ") + "type: " + command
                + " (or as far as you know it was wrong)");
    }
}
