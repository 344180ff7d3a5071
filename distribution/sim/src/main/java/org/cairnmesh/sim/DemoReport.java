// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.record.Values;

/** What the demo shows at the end, and whether it went as it must. */
final class DemoReport {
    private static final LoRa SETTING = new LoRa(8, 125_000, 5);
    private static final int FRAME_BYTES = 500;
    private static final long UPTIME_SLACK_MILLIS = 2_000;
    private static final String ROW = "%-6s %10s %10s %8s %7s %7s %10s %10s %12s  %s%n";

    private final DemoOptions options;
    private final Survey survey;
    private final List<DemoBox> boxes;
    private final AirProcess air;
    private final Map<String, Map<String, Object>> atStart;
    private final long acknowledged;
    private final List<String> failures = new ArrayList<>();

    DemoReport(DemoOptions options, Survey survey, List<DemoBox> boxes, AirProcess air,
               Map<String, Map<String, Object>> atStart, long acknowledged) {
        this.options = options;
        this.survey = survey;
        this.boxes = boxes;
        this.air = air;
        this.atStart = atStart;
        this.acknowledged = acknowledged;
    }

    /** Prints the report; answers whether all is as it must be. */
    boolean print() throws IOException {
        Set<Object> digests = new HashSet<>();
        Map<String, Map<String, Object>> stats = air.stats();
        System.out.println();
        System.out.printf(ROW, "BOX", "PROCESS", "FRAMEWORK", "RECORDS", "EVENTS", "BLOCKS",
            "CONFLICTS", "BYTES SENT", "ON THE AIR", "VIEW DIGEST");
        long bytes = 0;
        long micros = 0;
        for (DemoBox box : boxes) {
            Map<String, Object> status = box.status();
            Map<String, Object> sent = stats.get(box.name());
            bytes += number(sent, "bytes");
            micros += number(sent, "airtimeMicros");
            digests.add(status.get("digest"));
            System.out.printf(ROW, box.name(), duration(number(status, "uptimeMillis")),
                duration(number(status, "frameworkUptimeMillis")), status.get("records"),
                status.get("events"), status.get("blocks"), status.get("conflicts"),
                sent.get("bytes"), duration(number(sent, "airtimeMicros") / 1000),
                status.get("digest"));
            check(box, status);
        }
        expect(digests.size() == 1, "the boxes show different views: " + digests);
        conflicts();
        gossip(bytes, micros);
        failures.forEach(failure -> System.out.println("FAILED: " + failure));
        System.out.println(failures.isEmpty()
            ? "\nAll boxes agree; nothing is missing or doubled; nothing was restarted."
            : "\nThe demo failed.");
        return failures.isEmpty();
    }

    private void check(DemoBox box, Map<String, Object> status) throws IOException {
        Map<String, Object> start = atStart.get(box.name());
        long apart = number(status, "uptimeMillis") - number(start, "uptimeMillis");
        expect(box.alive() && apart >= 0, box.name() + ": the process was restarted");
        expect(Math.abs(number(status, "frameworkUptimeMillis")
            - number(start, "frameworkUptimeMillis") - apart) < UPTIME_SLACK_MILLIS,
            box.name() + ": the framework was restarted");
        expect(number(status, "events") == acknowledged, box.name() + " holds "
            + status.get("events") + " events; " + acknowledged + " were acknowledged");
        Map<String, Map<String, Object>> records = new HashMap<>();
        for (Map<String, Object> record : box.list("view", "--json")) {
            expect(records.put((String) record.get("record"), record) == null,
                box.name() + " shows " + record.get("record") + " twice");
        }
        expect(records.size() == survey.rows().size() + 1, box.name() + " shows "
            + records.size() + " records");
        for (List<String> row : survey.rows()) {
            row(box, row, records.get(row.get(0)));
        }
    }

    private void row(DemoBox box, List<String> row, Map<String, Object> record) {
        if (record == null) {
            expect(false, box.name() + " lacks record " + row.get(0));
            return;
        }
        expect(((List<?>) record.get("creates")).size() == 1,
            box.name() + ": record " + row.get(0) + " was created more than once");
        Map<?, ?> fields = (Map<?, ?>) record.get("fields");
        Map<?, ?> conflicts = (Map<?, ?>) record.get("conflicts");
        survey.answers(row).forEach((column, text) -> {
            if (!conflicts.containsKey(column)) {
                expect(text.equals(text(fields.get(column))), box.name() + ": " + column + " of "
                    + row.get(0) + " is " + fields.get(column) + ", not " + text);
            }
        });
    }

    /** A value of an answer as it was typed. */
    static String text(Object value) {
        if (value instanceof java.math.BigDecimal decimal) {
            return Values.text(new Item.Dec(decimal));
        }
        return String.valueOf(value);
    }

    private void conflicts() throws IOException {
        System.out.println("\nWhat the teams have to decide (the same on every box):");
        for (Map<String, Object> conflict : boxes.get(0).list("conflicts", "--json")) {
            System.out.println("  " + conflict.get("record") + ", " + conflict.get("field") + ":");
            for (Object item : (List<?>) conflict.get("heads")) {
                Map<?, ?> head = (Map<?, ?>) item;
                System.out.printf("    %-28s said %s on %s%n", text(head.get("value")),
                    "".equals(head.get("by")) ? "someone" : head.get("by"), head.get("box"));
            }
        }
    }

    private void gossip(long bytes, long micros) throws IOException {
        long json = JsonGossip.bytes(survey, Demo.FORM) * (options.boxes() - 1);
        long jsonMillis = json / FRAME_BYTES * SETTING.micros(FRAME_BYTES) / 1000;
        System.out.printf(Locale.ROOT, "%nOn the air: %d bytes in %s. The same as JSON gossip,"
                + " an event a cell, unsigned, each event sent once to each box that lacks it: %d"
                + " bytes in %s, %.0f times as much.%n", bytes, duration(micros / 1000), json,
            duration(jsonMillis), (double) json / bytes);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds && failures.size() < 20) {
            failures.add(otherwise);
        }
    }

    private static long number(Map<String, Object> object, String name) {
        return ((Number) object.get(name)).longValue();
    }

    /** Milliseconds as people read them. */
    static String duration(long millis) {
        long seconds = millis / 1000;
        return seconds < 600 ? String.format(Locale.ROOT, "%d.%d s", seconds, millis % 1000 / 100)
            : seconds / 60 + " min";
    }
}
