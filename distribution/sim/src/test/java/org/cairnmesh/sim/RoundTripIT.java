// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real box imports it exports again, each answered cell byte for byte. */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class RoundTripIT {
    private static final long SEED = 1;
    private static final int CELL_BYTES = 2_000;
    private static final String MISSING = "NA";
    private static final List<String> NASTY = List.of("a \"quoted\" word", "\"", "\"\"", ",", ",,",
        "line\nline", "line\r\nline", "line\rline", "\n", " leading", "trailing ", " ", "\t",
        "007", "00123", "1.0", "1.50", "-0", "-0.0", "+1", "1e5", "1E400", ".5", "5.", "0x10",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808",
        "3.14159265358979323846264338327950288", "0.1", "12", "-7", "true", "false", "TRUE",
        "null", "NaN", "Infinity", "na", "N/A", "-", "=1+1", "مضخة يدوية", "بئر، قرب \"السوق\"",
        "e\u0301", "\u00e9", "\ud83d\udeb0 pump \ud83d\udc69\u200d\ud83d\udd27", "\u202eright",
        "\ufeffmark", "\u0000", "\u0007", "\u001b[2J", "{\"a\":[1]}", "<b>&amp;", "'; DROP",
        "$5 $(id) `id` \\", "2026-11-20", "23:59:60", "[1,2]");

    @TempDir
    private Path directory;

    @Test
    void theSampleComesBack() throws IOException {
        Survey sample = Survey.read(Optional.empty(), directory);

        comesBack(sample.write(directory.resolve("in.csv")), sample);
    }

    @Test
    void nastyCellsComeBack() throws IOException {
        Survey nasty = nasty(new Random(SEED));
        Path csv = Files.writeString(directory.resolve("in.csv"), quoted(nasty));

        Map<String, String> cells = comesBack(csv, nasty);

        assertTrue(cells.values().containsAll(NASTY), "a nasty cell was not tried");
    }

    @Test
    void theWaterPointsComeBack() throws IOException {
        Path csv = SourceTree.above("shared/data/water-points.csv").orElseGet(() ->
            abort("NOT RUN: shared/data/water-points.csv is not beside the project"));

        Map<String, String> cells = comesBack(csv, Survey.read(Optional.of(csv), directory));

        assertTrue(cells.size() > 50_000, "cells: " + cells.size());
    }

    /** Imports, exports and compares; then imports again. The cells that were compared. */
    private Map<String, String> comesBack(Path csv, Survey survey) throws IOException {
        Map<String, String> expected = cells(survey, survey.key(), Set.of("", MISSING));
        try (RealBox box = new RealBox(directory.resolve("h"))) {
            Map<String, Object> first = importInto(box, csv, survey.key());
            box.run("export", directory.resolve("out.csv").toString());
            box.run("export", directory.resolve("out.json").toString());
            Map<String, Object> events = Map.of("events", box.status().get("events"));
            Map<String, Object> second = importInto(box, csv, survey.key());

            long rows = survey.rows().size();
            assertEquals(Map.of("imported", rows, "alreadyHere", 0L, "skipped", 0L, "problems",
                List.of()), first);
            Survey out = Survey.read(Optional.of(directory.resolve("out.csv")), directory);
            assertEquals(List.of(), differences(expected, cells(out, "_record", Set.of(""))));
            assertEquals(List.of(), differences(expected, json(directory.resolve("out.json"))));
            assertEquals(Map.of("imported", 0L, "alreadyHere", rows, "skipped", 0L, "problems",
                List.of()), second);
            assertEquals(Map.of("events", rows), events);
            assertEquals(rows, box.status().get("events"));
        }
        return expected;
    }

    private static Map<String, Object> importInto(RealBox box, Path csv, String key)
            throws IOException {
        return Json.object(box.run("import", csv.toString(), "--form", "water-point", "--key", key,
            "--missing", MISSING, "--json"));
    }

    /** The answered cells of a table, by key and column. */
    private static Map<String, String> cells(Survey table, String key, Set<String> unanswered) {
        Map<String, String> cells = new TreeMap<>();
        int keys = table.header().indexOf(key);
        for (List<String> row : table.rows()) {
            for (int i = 0; i < row.size(); i++) {
                if (!unanswered.contains(row.get(i)) && !table.header().get(i).startsWith("_")) {
                    cells.put(row.get(keys) + " " + table.header().get(i), row.get(i));
                }
            }
        }
        return cells;
    }

    private static Map<String, String> json(Path file) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        for (Map<String, Object> record : Json.objects(Files.readString(file))) {
            ((Map<?, ?>) record.get("fields")).forEach((field, value) ->
                cells.put(record.get("record") + " " + field, DemoReport.text(value)));
        }
        return cells;
    }

    /** The first cells that are not the same. */
    private static List<String> differences(Map<String, String> expected,
                                            Map<String, String> actual) {
        Set<String> places = new TreeSet<>(expected.keySet());
        places.addAll(actual.keySet());
        return places.stream()
            .filter(place -> !Objects.equals(expected.get(place), actual.get(place))).limit(5)
            .map(place -> place + ": <" + expected.get(place) + "> became <" + actual.get(place)
                + ">").toList();
    }

    private static Survey nasty(Random random) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 3 * NASTY.size(); i++) {
            String picked = NASTY.get(random.nextInt(NASTY.size()));
            rows.add(List.of("K " + i + NASTY.get(i % NASTY.size()), NASTY.get(i % NASTY.size()),
                random.nextBoolean() ? MISSING : picked, random.nextBoolean() ? "" : picked,
                random.nextInt(3) == 0 ? large(random) : picked));
        }
        return new Survey(
            List.of("key", "a \"b\", c", "\u0645\u0627\u0621", "d\ne", "large"), rows);
    }

    /** A cell as large as they come, hard to compress. */
    private static String large(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < CELL_BYTES) {
            text.append(Long.toString(random.nextLong() >>> 1, 36));
        }
        return text.substring(0, CELL_BYTES);
    }

    /** CSV as RFC 4180 has it, each cell in quotes; not by the writer that is tested. */
    private static String quoted(Survey survey) {
        List<List<String>> all = new ArrayList<>(List.of(survey.header()));
        all.addAll(survey.rows());
        return all.stream().map(row -> row.stream()
            .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
            .collect(Collectors.joining(","))).collect(Collectors.joining("\r\n"));
    }
}
