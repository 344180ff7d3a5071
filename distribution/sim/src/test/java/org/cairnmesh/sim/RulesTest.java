// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Place;
import org.junit.jupiter.api.Test;

/**
 * The engine against the executable statement of its rules: generated histories go through both,
 * and the views are the same to the letter. Needs python3 and the rules beside the project.
 */
class RulesTest {
    private static final int HISTORIES = Integer.getInteger("cairn.histories", 150);
    private static final int STEPS = 60;

    @Test
    void theEngineAndTheRulesShowTheSame() throws Exception {
        Process judge = judge();

        try (BufferedWriter out = judge.outputWriter(); BufferedReader in = judge.inputReader()) {
            int forks = 0;
            int conflicts = 0;
            for (long seed = 0; seed < HISTORIES; seed++) {
                Histories history = new Histories(seed);
                for (int i = 0; i < STEPS; i++) {
                    history.step();
                }
                history.seal(history.boxes.get(0));
                compare("seed " + seed + ", in between", history.boxes.get(0), out, in);
                history.settle();
                HistoryBox first = history.boxes.get(0);
                for (HistoryBox box : history.boxes) {
                    assertEquals(first.view(), box.view(), "seed " + seed + ": boxes differ");
                }
                compare("seed " + seed, first, out, in);
                forks += first.held.graph().feeds().stream().anyMatch(f -> f.forked()) ? 1 : 0;
                conflicts += first.view().values().stream().anyMatch(h -> h.size() > 1) ? 1 : 0;
            }
            assertTrue(forks > HISTORIES / 4, "too few histories forked: " + forks);
            assertTrue(conflicts > HISTORIES / 4, "too few conflicts: " + conflicts);
        } finally {
            judge.destroyForcibly();
        }
    }

    private static Process judge() throws IOException {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("shared/model/judge.py"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            abort("NOT RUN: shared/model/judge.py is not beside the project");
        }
        try {
            return new ProcessBuilder("python3", "judge.py")
                .directory(directory.resolve("shared/model").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            abort("NOT RUN: python3 is not installed");
            throw e;
        }
    }

    private static void compare(String what, HistoryBox box, BufferedWriter out,
                                BufferedReader in) throws IOException {
        out.write(history(box));
        out.newLine();
        out.flush();
        assertEquals(in.readLine(), view(box), what);
    }

    private static String history(HistoryBox box) {
        List<String> blocks = new ArrayList<>();
        for (Place place : box.blocks()) {
            List<String> events = new ArrayList<>();
            for (Event event : box.held.events(place)) {
                if (event.kind().equals(Kinds.SET)) {
                    events.add(event(event));
                }
            }
            List<String> context = new ArrayList<>();
            for (Entry entry : place.context()) {
                context.add("[" + quoted(entry.feed()) + "," + entry.number() + ","
                    + quoted(entry.check()) + "]");
            }
            blocks.add("{\"feed\":" + quoted(place.feed()) + ",\"number\":" + place.number()
                + ",\"prev\":\"" + place.previous().map(p -> p.id().toString()).orElse("")
                + "\",\"id\":" + quoted(place.id()) + ",\"time\":" + place.timeMillis()
                + ",\"context\":" + context + ",\"events\":" + events + "}");
        }
        return "{\"blocks\":" + blocks + "}";
    }

    private static String event(Event event) {
        var record = event.payload().get("record");
        String name = record instanceof org.cairnmesh.api.data.Item.Array pair
            ? ((org.cairnmesh.api.data.Item.Text) pair.at(0)).value()
            : event.payload().text("record");
        String field = event.payload().table("values").entries().keySet().iterator().next();
        return "{\"id\":" + quoted(event.id()) + ",\"kind\":\"set\",\"record\":" + quoted(name)
            + ",\"field\":" + quoted(field) + ",\"at\":" + event.atMillis() + ",\"basis\":"
            + event.basis().map(b -> b.stream().map(RulesTest::quoted).toList().toString())
                .orElse("null") + "}";
    }

    /** What the judge prints, of the engine's own state. */
    private static String view(HistoryBox box) {
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
            box.held.events(place).stream().filter(e -> e.kind().equals(Kinds.SET))
                .forEach(e -> order.add(e.id().toString()));
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
        return items.stream().map(RulesTest::quoted).toList().toString();
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
