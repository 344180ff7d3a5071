// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;

/** The command about spaces: which there are, and what the owner orders about them. */
final class SpaceCommands {
    static final String IN_CLEAR = "in-clear";

    private static final String OPEN = "open";
    private static final String AT = "at";
    private static final String FEEDS = "feeds";
    private static final String MEMBERS = "members";
    private static final Set<String> VIEWS = Set.of("", MEMBERS);
    /** How many feeds of a device are taken, unless an admin says otherwise. */
    private static final int FEEDS_USUAL = 16;
    private static final int ANSWER_SECONDS_MAX = 60;

    private final Box box;
    /** What stands behind the word, to the order. */
    private final Map<String, Way> ways = new TreeMap<>();

    /**
     * How an order is written.
     *
     * @param wanted  what stands behind its word, for people
     * @param least   how many words that are at the least
     * @param most    how many at the most; of a text people may type blanks instead of hyphens
     * @param options that go with it
     */
    private record Way(String wanted, int least, int most, Set<String> options,
                       Function<Words, Order> order) { }

    SpaceCommands(Box box) {
        this.box = box;
        String name = "the name of one space";
        way(OPEN, name, 1, 1, Set.of(IN_CLEAR),
            words -> new Order.Open(words.at(1), words.flag(IN_CLEAR)));
        way("use", name, 1, 1, Set.of(), words -> new Order.Use(words.at(1)));
        way("leave", name, 1, 1, Set.of(), words -> new Order.Leave(words.at(1)));
        way("create", name, 1, 1, Set.of(OPEN, IN_CLEAR), words ->
            new Order.Create(words.at(1), words.flag(OPEN), words.flag(IN_CLEAR)));
        way("join", "the text of one space, or nothing", 0, Verb.Shape.MANY, Set.of(IN_CLEAR),
            words -> words.count() == 1 ? new Order.Introduce()
                : new Order.Join(text(words, 1), words.flag(IN_CLEAR)));
        way("enrol", "the text that 'space join' prints on the box", 1, Verb.Shape.MANY,
            Set.of(FEEDS), words -> new Order.Enrol(text(words, 1), feeds(words)));
        way("admin", "a box and the recovery code", 2, Verb.Shape.MANY, Set.of(),
            words -> new Order.Admin(words.at(1), text(words, 2)));
        way("revoke", "one box", 1, 1, Set.of(AT), words -> new Order.Revoke(words.at(1),
            words.option(AT).map(at -> List.of(at.split(","))).orElse(List.of())));
        way("recover", "the recovery code", 1, Verb.Shape.MANY, Set.of(),
            words -> new Order.Recover(text(words, 1)));
    }

    private void way(String word, String wanted, int least, int most, Set<String> options,
                     Function<Words, Order> order) {
        ways.put(word, new Way(wanted, least, most, options, order));
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.SPACE, this::space);
    }

    private void space(Call call) {
        Words words = call.words();
        String what = words.count() == 0 ? "" : words.at(0);
        Way way = ways.get(what);
        Set<String> options = way == null ? Set.of() : way.options;
        for (String option : List.of(IN_CLEAR, OPEN, AT, FEEDS)) {
            if ((words.flag(option) || words.option(option).isPresent())
                && !options.contains(option)) {
                throw call.verb().misused("--" + option + " goes with " + ways.keySet().stream()
                    .filter(word -> ways.get(word).options.contains(option))
                    .collect(Collectors.joining(", ")));
            }
        }
        if (way == null) {
            view(call, what);
            return;
        }
        if (words.count() - 1 < way.least || words.count() - 1 > way.most) {
            throw call.verb().misused(way.wanted + " is wanted");
        }
        if (words.flag(IN_CLEAR) && what.equals("create") && !words.flag(OPEN)) {
            throw call.verb().misused("--in-clear is for open spaces; others are encrypted");
        }
        carryOut(call, way.order.apply(words));
    }

    private void view(Call call, String what) {
        if (call.words().count() > 1 || !VIEWS.contains(what)) {
            throw call.verb().misused("'" + Printed.line(what) + "' is none of "
                + Stream.concat(ways.keySet().stream(), Stream.of(MEMBERS)).sorted()
                    .collect(Collectors.joining(", ")));
        }
        if (what.equals(MEMBERS)) {
            members(call);
        } else {
            list(call);
        }
    }

    private static String text(Words words, int from) {
        return String.join(" ", words.from(from));
    }

    private static int feeds(Words words) {
        String feeds = words.option(FEEDS).orElse(String.valueOf(FEEDS_USUAL));
        if (!feeds.matches("[0-9]{1,3}")) {
            throw Verb.SPACE.misused("--feeds takes a number");
        }
        return Integer.parseInt(feeds);
    }

    private void carryOut(Call call, Order order) {
        Ordered.Done done = done(call, await(call, order));
        if (call.json()) {
            call.json(done.facts());
        } else {
            done.lines().forEach(line -> call.out().println(Printed.line(line)));
        }
    }

    private static Ordered.Done done(Call call, Ordered ordered) {
        if (ordered instanceof Ordered.Refused refused) {
            throw Complaint.failed("not done: " + Printed.line(refused.detail()) + " ("
                + refused.reason() + (refused.reason().retryable() ? ": try again)" : ")"));
        }
        return ordered.done();
    }

    private Ordered await(Call call, Order order) {
        try {
            return box.node().order(order).toCompletableFuture()
                .get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw Complaint.failed("the box did not answer within " + ANSWER_SECONDS_MAX
                + " s: look whether it was done before you try again");
        } catch (InterruptedException e) {
            throw Complaint.failed(call.verb().word() + " was interrupted");
        }
    }

    private void list(Call call) {
        List<Snapshot.Space> spaces = box.snapshot().spaces();
        if (call.json()) {
            ViewCommands.array(call, spaces.stream().map(SpaceCommands::json).toList());
            return;
        }
        Table table = new Table("SPACE", "ID", "", "EVENTS", "PEERS", "PROBLEM");
        for (Snapshot.Space space : spaces) {
            table.row(space.name() + (space.current() ? " (current)" : ""),
                space.id().value().head(4), state(space), space.events(), space.peers(),
                String.join("; ", space.problems()));
        }
        if (table.isEmpty()) {
            call.out().println("no log was open yet: nobody knows the spaces of this box");
        } else {
            table.print(call.out());
        }
    }

    private void members(Call call) {
        List<Snapshot.Member> members = box.snapshot().spaces().stream()
            .filter(Snapshot.Space::current).flatMap(space -> space.members().stream()).toList();
        if (call.json()) {
            ViewCommands.array(call, members.stream().map(SpaceCommands::json).toList());
            return;
        }
        Table table = new Table("BOX", "DEVICE", "", "FEEDS");
        for (Snapshot.Member member : members) {
            table.row(member.name() + (member.own() ? " (this box)" : ""), member.device(),
                word(member.standing()), member.feeds());
        }
        if (table.isEmpty()) {
            call.out().println("the current space has no roster, or nothing of it is here yet");
        } else {
            table.print(call.out());
        }
    }

    private static Map<String, Object> json(Snapshot.Member member) {
        return Json.object("box", member.name(), "device", member.device(), "standing",
            word(member.standing()), "own", member.own(), "feeds", member.feeds());
    }

    private static String word(Snapshot.Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }

    private static String state(Snapshot.Space space) {
        if (space.left()) {
            return "left";
        }
        return !space.open() ? "closed" : space.inClear() ? "open, in clear" : "open";
    }

    private static Map<String, Object> json(Snapshot.Space space) {
        return Json.object("space", space.name(), "id", space.id(), "current", space.current(),
            "open", space.open(), "inClear", space.inClear(), "left", space.left(),
            "events", space.events(), "peers", space.peers(), "problems", space.problems());
    }
}
