// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Snapshot;

/** The commands that show how a box is: status, front, peers, transports, kinds. */
final class BoxCommands {
    private final Box box;

    BoxCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.STATUS, this::status);
        bodies.put(Verb.FRONT, this::front);
        bodies.put(Verb.PEERS, this::peers);
        bodies.put(Verb.TRANSPORTS, this::transports);
        bodies.put(Verb.KINDS, this::kinds);
    }

    private void status(Call call) {
        Snapshot snapshot = box.snapshot();
        Map<String, Object> status = status(snapshot);
        if (call.json()) {
            call.json(status);
            return;
        }
        Table table = new Table("BOX", status.get("name").toString());
        status.forEach((name, value) -> {
            if (!name.equals("name") && !(value instanceof List)) {
                table.row(name, value instanceof Map ? Json.text(value) : value);
            }
        });
        table.row("transports", ((List<?>) status.get("carriers")).size());
        table.row("peers", ((List<?>) status.get("peers")).size());
        table.row("spaces", ((List<?>) status.get("spaces")).size());
        ((List<?>) status.get("problems")).forEach(problem -> table.row("problem", problem));
        snapshot.carriers().stream().map(Snapshot.Carrier::problem)
            .filter(problem -> !problem.isEmpty()).distinct()
            .forEach(problem -> table.row("problem", problem));
        table.print(call.out());
    }

    private Map<String, Object> status(Snapshot snapshot) {
        long[] counts = new long[2];
        Records records = new Records(snapshot);
        records.all().forEach(record -> {
            counts[0]++;
            counts[1] += record.fields().keySet().stream().filter(record::conflicts).count();
        });
        Snapshot.Holding holding = snapshot.holding();
        List<String> problems = new ArrayList<>(snapshot.problems());
        records.doubt().ifPresent(problems::add);
        return Json.object(
            "name", snapshot.box().name(),
            "device", snapshot.box().device(),
            "space", snapshot.box().spaceName(),
            "spaces", snapshot.spaces().stream().map(Snapshot.Space::name).toList(),
            "uptimeMillis", ManagementFactory.getRuntimeMXBean().getUptime(),
            "frameworkUptimeMillis", frameworkUptimeMillis(),
            "records", counts[0],
            "events", holding.events(),
            "staged", holding.staged(),
            "blocks", holding.blocks(),
            "conflicts", counts[1],
            "contested", holding.contested(),
            "unreadable", holding.unreadable(),
            "refused", new TreeMap<>(snapshot.refused()),
            "unknownKinds", new TreeMap<>(snapshot.unknown()),
            "missing", snapshot.doubts().missingTotal(),
            "deferred", snapshot.doubts().deferredTotal(),
            "forks", snapshot.doubts().forksTotal(),
            "clockSet", snapshot.doubts().clock().set(),
            "digest", ViewDigest.of(snapshot),
            "carriers", snapshot.carriers().stream().map(BoxCommands::carrier).toList(),
            "peers", snapshot.peers().stream().map(BoxCommands::peer).toList(),
            "ready", snapshot.hasLog() && records.doubt().isEmpty(),
            "problems", problems);
    }

    private long frameworkUptimeMillis() {
        return box.frameworkStartedMillis() == 0 ? 0
            : Math.max(0, box.clock().millis() - box.frameworkStartedMillis());
    }

    private void front(Call call) {
        List<Snapshot.Feed> feeds = box.snapshot().feeds();
        if (call.json()) {
            ViewCommands.array(call, feeds.stream().map(feed -> Json.object(
                "box", feed.box(), "device", feed.device(), "feed", feed.id(),
                "height", feed.height(), "tips", feed.tips(), "own", feed.own())).toList());
            return;
        }
        Table table = new Table("BOX", "DEVICE", "FEED", "HEIGHT", "TIPS");
        feeds.forEach(feed -> table.row(feed.box() + (feed.own() ? " (this)" : ""),
            feed.device().value().head(8), feed.id().value().head(8), feed.height(),
            feed.tips() + (feed.tips() > 1 ? " (forked)" : "")));
        print(call, table, "no feeds: nothing is sealed here yet");
    }

    private void peers(Call call) {
        List<Snapshot.Peer> peers = box.snapshot().peers();
        if (call.json()) {
            ViewCommands.array(call, peers.stream().map(BoxCommands::peer).toList());
            return;
        }
        Table table = new Table("BOX", "ID", "BY", "HEARD", "HOLDS", "BLOCKS", "PROBLEM");
        peers.forEach(peer -> table.row(peer.box(), peer.id(), peer.carrier(),
            ViewCommands.when(peer.heard().toEpochMilli()), peer.equal() ? "the same" : "other",
            peer.blocks(), peer.problem()));
        print(call, table, "no box was heard yet");
        // a box that only listens is met by nobody: say so where people look for others
        box.snapshot().spaces().stream().filter(Snapshot.Space::current)
            .flatMap(space -> space.problems().stream()).forEach(problem ->
                call.out().println(Printed.line(problem)));
    }

    private static Map<String, Object> peer(Snapshot.Peer peer) {
        return Json.object("box", peer.box(), "id", peer.id(), "carrier", peer.carrier(),
            "heardMillis", peer.heard().toEpochMilli(), "equal", peer.equal(),
            "blocks", peer.blocks(), "problem", peer.problem());
    }

    private void transports(Call call) {
        List<Snapshot.Carrier> carriers = box.snapshot().carriers();
        if (call.json()) {
            ViewCommands.array(call, carriers.stream().map(BoxCommands::carrier).toList());
            return;
        }
        Table table = new Table("TRANSPORT", "FRAMES OUT", "BYTES OUT", "ON AIR S", "FRAMES IN",
            "BYTES IN", "LOST", "PROBLEM");
        carriers.forEach(carrier -> table.row(carrier.name(), carrier.framesOut(),
            carrier.bytesOut(), seconds(carrier.airtimeMicros()), carrier.framesIn(),
            carrier.bytesIn(), carrier.framesLost(), carrier.problem()));
        print(call, table, "no transport is running");
    }

    private static String seconds(long micros) {
        return micros / 1_000_000 + "." + micros / 100_000 % 10;
    }

    private static Map<String, Object> carrier(Snapshot.Carrier carrier) {
        return Json.object("name", carrier.name(), "framesOut", carrier.framesOut(),
            "bytesOut", carrier.bytesOut(), "airtimeMicros", carrier.airtimeMicros(),
            "framesIn", carrier.framesIn(), "bytesIn", carrier.bytesIn(),
            "framesLost", carrier.framesLost(), "problem", carrier.problem());
    }

    private void kinds(Call call) {
        Snapshot snapshot = box.snapshot();
        Table table = new Table("KIND", "EVENTS", "NOT UNDERSTOOD");
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Map.Entry<Kind, Long> kind : new TreeMap<>(snapshot.kinds()).entrySet()) {
            long unknown = snapshot.unknown().getOrDefault(kind.getKey(), 0L);
            objects.add(Json.object("kind", kind.getKey(), "events", kind.getValue(),
                "unknown", unknown));
            table.row(kind.getKey(), kind.getValue(), unknown == 0 ? "" : unknown);
        }
        if (call.json()) {
            ViewCommands.array(call, objects);
        } else {
            print(call, table, "no events");
        }
    }

    private static void print(Call call, Table table, String nothing) {
        if (table.isEmpty()) {
            call.out().println(nothing);
        } else {
            table.print(call.out());
        }
    }
}
