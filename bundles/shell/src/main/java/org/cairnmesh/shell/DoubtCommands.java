// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Snapshot;

/** The commands that show what a box cannot be sure of: clock, forks, missing. */
final class DoubtCommands {
    /** Clocks that differ by less are the same to people, and to what an offset can tell. */
    private static final long SAME_MILLIS = 3_000;

    private final Box box;

    DoubtCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.CLOCK, this::clock);
        bodies.put(Verb.FORKS, this::forks);
        bodies.put(Verb.MISSING, this::missing);
    }

    private void clock(Call call) {
        Doubts.Clock clock = box.snapshot().doubts().clock();
        Instant now = box.clock().instant().truncatedTo(ChronoUnit.SECONDS);
        OptionalLong median = median(clock.peers());
        Advice advice = new Advice(box.snapshot());
        List<Doubts.Misdated> odd = box.snapshot().doubts().misdated();
        String command = median.isPresent() ? command(now, median.getAsLong()) : "";
        if (call.json()) {
            call.json(Json.object("now", now, "set", clock.set(), "peers",
                clock.peers().stream().map(peer -> Json.object("box", peer.box(), "id",
                    peer.peer(), "heardMillis", peer.heard().toEpochMilli(), "offsetMillis",
                    peer.offsetMillis(), "plausible", peer.plausible())).toList(),
                "medianMillis", median.isPresent() ? (Object) median.getAsLong() : "",
                "command", command, "misdated", odd.stream().map(each -> Json.object("feed",
                    each.feed(), "box", each.box(), "from", each.from(), "to", each.to(),
                    "toMillis", each.toMillis(), "command",
                    advice.command(each, now.toEpochMilli()))).toList()));
            return;
        }
        call.out().println("this clock shows " + now + (clock.set() ? " and counts as set"
            : ": it counts as not set, " + why(clock, now)));
        Table table = new Table("BOX", "ID", "HEARD", "ITS CLOCK IS", "");
        clock.peers().forEach(peer -> table.row(peer.box(), peer.peer(),
            age(now, peer.heard()) + " ago", offset(peer.offsetMillis()),
            peer.plausible() ? "" : "never set"));
        if (!table.isEmpty()) {
            table.print(call.out());
        }
        call.out().println(proposal(clock, median, command));
        odd.forEach(each ->
            call.out().println(Printed.line(advice.of(each, now.toEpochMilli()))));
    }

    private static String why(Doubts.Clock clock, Instant now) {
        return clock.floorMillis().isPresent() && clock.floorMillis().getAsLong()
            > now.toEpochMilli() ? "because the roster was written at "
            + ViewCommands.when(clock.floorMillis().getAsLong())
            : "because there were no boxes then";
    }

    private static String proposal(Doubts.Clock clock, OptionalLong median, String command) {
        if (median.isEmpty()) {
            return "no other box was heard whose clock was set: set this one by hand, "
                + "with: sudo date -u -s 'YYYY-MM-DD HH:MM:SS'";
        }
        String of = clock.peers().stream().filter(Doubts.Offset::plausible).count()
            + " of " + clock.peers().size() + " clocks";
        return command.isEmpty() ? "the median of " + of + " is the same time"
            : "the median of " + of + " is " + offset(median.getAsLong())
            + "; if you believe it, type: " + command;
    }

    /** What to type to set the clock; empty if it is right. */
    private static String command(Instant now, long medianMillis) {
        return Math.abs(medianMillis) < SAME_MILLIS ? "" : "sudo date -u -s '"
            + now.plusMillis(medianMillis).truncatedTo(ChronoUnit.SECONDS).toString()
                .replace('T', ' ').replace("Z", "") + "'";
    }

    /** The one in the middle: a box with a wild clock, or one that lies, cannot move it far. */
    static OptionalLong median(List<Doubts.Offset> peers) {
        long[] sorted = peers.stream().filter(Doubts.Offset::plausible)
            .mapToLong(Doubts.Offset::offsetMillis).sorted().toArray();
        return sorted.length == 0 ? OptionalLong.empty()
            : OptionalLong.of(sorted[(sorted.length - 1) / 2]);
    }

    private static String offset(long millis) {
        return Math.abs(millis) < SAME_MILLIS ? "the same"
            : duration(Math.abs(millis)) + (millis > 0 ? " ahead" : " behind");
    }

    private static String age(Instant now, Instant then) {
        return duration(Math.max(0, now.toEpochMilli() - then.toEpochMilli()));
    }

    private static String duration(long millis) {
        long seconds = millis / 1000;
        return seconds < 120 ? seconds + " s" : seconds < 7_200 ? seconds / 60 + " min"
            : seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }

    private void forks(Call call) {
        Snapshot snapshot = box.snapshot();
        Doubts doubts = snapshot.doubts();
        Advice advice = new Advice(snapshot);
        if (call.json()) {
            ViewCommands.array(call, doubts.forks().stream().map(fork -> json(fork, advice))
                .toList());
            return;
        }
        if (doubts.forks().isEmpty()) {
            call.out().println("no feed has forked");
        }
        doubts.forks().forEach(fork -> {
            for (String line : explained(fork, advice)) {
                call.out().println(Printed.line(line));
            }
            call.out().println();
        });
        more(call, doubts.forksTotal() - doubts.forks().size());
    }

    private static Map<String, Object> json(Doubts.Fork fork, Advice advice) {
        return Json.object("feed", fork.feed(), "box", fork.box(), "device", fork.device(),
            "own", fork.own(), "closed", fork.closed(), "from", fork.from(), "sinceMillis",
            fork.sinceMillis(), "blocks", fork.blocks(), "guess", fork.guess().name(), "tips",
            fork.tips().stream().map(tip -> Json.object("number", tip.number(), "block", tip.id(),
                "timeMillis", tip.timeMillis())).toList(), "proof", fork.proof(), "roster",
            fork.roster(), "command", advice.command(fork));
    }

    /** What a person needs to know of a fork, a sentence or two on a line. */
    private static List<String> explained(Doubts.Fork fork, Advice advice) {
        String box = "box " + fork.box() + (fork.own() ? " (this box)" : "");
        List<String> lines = new ArrayList<>(List.of(
            "The feed " + fork.feed() + " of " + box + " split into " + fork.tips().size()
                + " branches at block " + fork.from() + ", at "
                + ViewCommands.when(fork.sinceMillis()) + " by its own clock.",
            "Nothing is lost: all " + fork.blocks() + " blocks of the branches are kept and shown."
                + (fork.closed() ? " There are so many branches that no more are taken and none is "
                + "passed on." : ""),
            "What happened, probably: " + happened(fork),
            "What to do: " + todo(fork)));
        lines.addAll(advice.of(fork));
        return lines;
    }

    private static String happened(Doubts.Fork fork) {
        return switch (fork.guess()) {
            case RESTORED -> "the box was restored from an older copy of its disk, and went on "
                + "from there.";
            case CLONED -> "two boxes ran at the same time from copies of one disk.";
            case STOLEN -> "someone who has the keys of the box makes branches on purpose, as with "
                + "a stolen card.";
        };
    }

    private static String todo(Doubts.Fork fork) {
        return switch (fork.guess()) {
            case RESTORED -> "nothing; the box goes on in a new feed by itself.";
            case CLONED -> "stop one of the two boxes and remove the file identity from its home, "
                + "so that it gets keys of its own; each goes on in a new feed by itself.";
            case STOLEN -> "an admin of the space, if it has one, revokes the device at the last "
                + "block that is the box's own (space revoke), and the box gets new keys."
                + (fork.closed() ? " Until then nothing more of this feed is taken." : "");
        };
    }

    private void missing(Call call) {
        Doubts doubts = box.snapshot().doubts();
        if (call.json()) {
            call.json(Json.object("missing", doubts.missingTotal(), "deferred",
                doubts.deferredTotal(), "blocks", doubts.missing().stream().map(m ->
                    Json.object("feed", m.feed(), "box", m.box(), "number", m.number(), "namedBy",
                        m.namedBy(), "awaited", m.awaited())).toList(),
                "events", doubts.deferred().stream().map(d -> Json.object("why", d.why(), "what",
                    d.what(), "events", d.events())).toList()));
            return;
        }
        Table blocks = new Table("MISSING BLOCK", "OF BOX", "FEED", "NAMED BY", "");
        doubts.missing().forEach(m -> blocks.row(m.number(), m.box(), m.feed().value().head(8),
            m.namedBy(), m.awaited() ? "" : "was cut: it will not come"));
        Table events = new Table("EVENTS", "WAIT FOR");
        doubts.deferred().forEach(d -> events.row(d.events(), d.what().isEmpty()
            ? "sensitive values that are not here" : "a " + d.why() + " of " + d.what()));
        if (blocks.isEmpty() && events.isEmpty()) {
            call.out().println("nothing is missing, nothing waits");
        }
        if (!blocks.isEmpty()) {
            blocks.print(call.out());
            more(call, doubts.missingTotal() - doubts.missing().size());
        }
        if (!events.isEmpty()) {
            events.print(call.out());
        }
    }

    private static void more(Call call, long left) {
        if (left > 0) {
            call.out().println("and " + left + " more");
        }
    }
}
