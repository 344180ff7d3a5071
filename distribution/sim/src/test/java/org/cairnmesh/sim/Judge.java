// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;

/** The executable statement of the rules, as a process that judges one history after another. */
final class Judge implements AutoCloseable {
    private final Process process;
    private final BufferedWriter out;
    private final BufferedReader in;

    Judge() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("shared/model/judge.py"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            abort("NOT RUN: shared/model/judge.py is not beside the project");
        }
        try {
            process = new ProcessBuilder("python3", "judge.py")
                .directory(directory.resolve("shared/model").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            abort("NOT RUN: python3 is not installed");
            throw e;
        }
        out = process.outputWriter();
        in = process.inputReader();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The view that follows from what the log of a box holds. */
    String judge(HistoryBox box, Rulings rulings) throws IOException {
        out.write(history(box, rulings));
        out.newLine();
        out.flush();
        return in.readLine();
    }

    /** The owner's feed is called O there; the others keep their order around it. */
    private static String name(FeedId feed, FeedId owner) {
        int order = feed.compareTo(owner);
        return order == 0 ? "\"O\"" : "\"" + (order < 0 ? "A" : "Z") + feed + "\"";
    }

    private static String history(HistoryBox box, Rulings rulings) {
        FeedId owner = rulings.feed(box.held).map(Feed::id).orElseThrow();
        List<String> blocks = new ArrayList<>();
        for (Block block : box.log.arrived(0, Integer.MAX_VALUE)) {
            Header header = Header.decode(block.header());
            Place place = box.held.graph().get(block.id()).orElse(null);
            List<String> events = new ArrayList<>();
            for (Event event : place == null ? List.<Event>of() : box.held.events(place)) {
                if (event.kind().equals(Kinds.SET)) {
                    events.add(set(event, place));
                } else if (event.kind().equals(Rulings.REVOKE)) {
                    events.add(revoke(event, owner));
                }
            }
            List<String> context = new ArrayList<>();
            for (Entry entry : header.context()) {
                context.add("[" + name(entry.feed(), owner) + "," + entry.number() + ","
                    + quoted(entry.check()) + "]");
            }
            blocks.add("{\"feed\":" + name(block.feed(), owner) + ",\"number\":"
                + block.number() + ",\"prev\":\""
                + (block.number() == 1 ? "" : block.previous()) + "\",\"id\":"
                + quoted(block.id()) + ",\"time\":" + (place == null ? header.timeMillis()
                : place.corrected(place.timeMillis())) + ",\"context\":" + context
                + ",\"events\":" + events + "}");
        }
        return "{\"blocks\":" + blocks + "}";
    }

    private static String set(Event event, Place place) {
        Item record = event.payload().get("record");
        String name = record instanceof Item.Array pair ? ((Item.Text) pair.at(0)).value()
            : event.payload().text("record");
        String field = event.payload().table("values").entries().keySet().iterator().next();
        return "{\"id\":" + quoted(event.id()) + ",\"kind\":\"set\",\"record\":"
            + quoted(name) + ",\"field\":" + quoted(field) + ",\"at\":"
            + place.corrected(event.atMillis()) + ",\"basis\":"
            + event.basis().map(b -> b.stream().map(Judge::quoted).toList().toString())
                .orElse("null") + "}";
    }

    private static String revoke(Event event, FeedId owner) {
        FeedId feed = new FeedId(((Item.Bin) event.payload().get("feed")).value());
        List<String> heads = new ArrayList<>();
        for (Rules.Head head : Rulings.heads(event)) {
            heads.add("[" + head.number() + "," + quoted(head.id()) + "]");
        }
        return "{\"id\":" + quoted(event.id()) + ",\"kind\":\"revoke\",\"feed\":"
            + name(feed, owner) + ",\"heads\":" + heads + "}";
    }

    /** What the judge prints, of the engine's own state. */
    static String view(HistoryBox box) {
        Map<String, String> heads = new TreeMap<>();
        Map<String, String> shown = new TreeMap<>();
        box.view().forEach((name, ids) -> {
            heads.put(quoted(name), list(ids.stream().map(EventId::toString).sorted().toList()));
            shown.put(quoted(name), quoted(ids.get(0)));
        });
        List<Place> places = new ArrayList<>(box.held.graph().places());
        places.sort(Place.ORDER);
        List<String> order = new ArrayList<>();
        Map<String, String> rank = new TreeMap<>();
        List<String> contested = new ArrayList<>();
        for (Place place : places) {
            rank.put(quoted(place.id()), Long.toString(place.rank()));
            box.held.events(place).stream().filter(e -> e.kind().equals(Kinds.SET)
                || e.kind().equals(Rulings.REVOKE)).forEach(e -> order.add(e.id().toString()));
            if (place.contested()) {
                contested.add(place.id().toString());
            }
        }
        contested.sort(null);
        return "{\"contested\": " + list(contested) + ", \"heads\": " + map(heads)
            + ", \"order\": " + list(order) + ", \"rank\": " + map(rank) + ", \"shown\": "
            + map(shown) + "}";
    }

    private static String list(List<String> items) {
        return items.stream().map(Judge::quoted).toList().toString();
    }

    private static String map(Map<String, String> entries) {
        List<String> parts = new ArrayList<>();
        entries.forEach((key, value) -> parts.add(key + ": " + value));
        return "{" + String.join(", ", parts) + "}";
    }

    private static String quoted(Object value) {
        return "\"" + value + "\"";
    }
}
