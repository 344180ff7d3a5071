// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.List;
import java.util.Map;

/**
 * The commands that shape a cell while it runs, one on a line:
 * {@code reach A B on|off}, {@code reach all on|off}, {@code stats}. An answer is any number of
 * lines and a last one, {@code ok} or {@code error: what is wrong}.
 */
final class AirControl {
    static final int LINE_BYTES_MAX = 256;
    private static final String USAGE =
        "error: try 'reach A B on|off', 'reach all on|off' or 'stats'\n";

    private final Cell cell;

    AirControl(Cell cell) {
        this.cell = cell;
    }

    /** Carries out one line; the whole answer, with its line ends. */
    String answer(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.equals(List.of("stats"))) {
            return stats();
        }
        String last = words.get(words.size() - 1);
        if (!words.get(0).equals("reach") || !last.equals("on") && !last.equals("off")) {
            return USAGE;
        }
        boolean on = last.equals("on");
        if (words.size() == 3 && words.get(1).equals("all")) {
            cell.reachAll(on);
            return "ok\n";
        }
        return words.size() == 4 ? reach(words.get(1), words.get(2), on) : USAGE;
    }

    private String reach(String a, String b, boolean on) {
        if (!AirMessage.NAME.matcher(a).matches() || !AirMessage.NAME.matcher(b).matches()) {
            return "error: a station's name is up to 32 letters, digits, '.', '_' or '-'\n";
        }
        return cell.reach(a, b, on) ? "ok\n" : "error: too many pairs; try 'reach all' first\n";
    }

    private String stats() {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Traffic> entry : cell.traffic().entrySet()) {
            Traffic traffic = entry.getValue();
            // Names hold no character that JSON would have to escape: see AirMessage.NAME.
            lines.append("{\"station\":\"").append(entry.getKey())
                .append("\",\"frames\":").append(traffic.frames())
                .append(",\"bytes\":").append(traffic.bytes())
                .append(",\"airtimeMicros\":").append(traffic.airtimeMicros())
                .append(",\"heard\":").append(traffic.heard())
                .append(",\"lost\":").append(traffic.lost())
                .append(",\"collided\":").append(traffic.collided()).append("}\n");
        }
        return lines.append("ok\n").toString();
    }
}
