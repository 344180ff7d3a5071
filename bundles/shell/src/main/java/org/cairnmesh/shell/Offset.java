// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is added to a time, as people write it: +2h, -90m, +3650d. */
final class Offset {
    private static final Pattern TEXT = Pattern.compile("([+-])([0-9]{1,9})([smhd])");
    private static final Map<String, Long> UNITS_MILLIS = new TreeMap<>(
        Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L));
    private static final long DAYS_FROM_MILLIS = 10 * 86_400_000L;

    private Offset() { }

    /** How many milliseconds a text says; nothing if it is no offset. */
    static Optional<Long> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long millis = Long.parseLong(matcher.group(2)) * UNITS_MILLIS.get(matcher.group(3));
        return Optional.of(matcher.group(1).equals("-") ? -millis : millis);
    }

    /** A text that says about as many milliseconds, at the most: to a day, or else a minute. */
    static String text(long millis) {
        String unit = Math.abs(millis) < DAYS_FROM_MILLIS ? "m" : "d";
        long count = Math.floorDiv(millis, UNITS_MILLIS.get(unit).longValue());
        return (count < 0 ? "" : "+") + count + unit;
    }
}
