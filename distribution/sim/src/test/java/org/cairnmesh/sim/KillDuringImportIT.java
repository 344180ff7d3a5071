// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.cairnmesh.runtime.ShellClient;
import org.cairnmesh.runtime.ShellClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A box is killed again and again while it imports a survey and someone types beside the import.
 * What was acknowledged is there afterwards, once, and the import goes on from where it was.
 */
@Timeout(value = 60, unit = MINUTES, threadMode = SEPARATE_THREAD)
class KillDuringImportIT {
    private static final int KILLS = Integer.getInteger("cairn.kills", 10);
    private static final int KILLS_A_HOME = 10;
    private static final int ROWS_A_PART = 1_200;
    private static final int ACKNOWLEDGED_MAX = 15;
    private static final int PAUSE_MILLIS_MAX = 15;
    private static final String FORM = "water-point";

    @TempDir
    private Path directory;

    @Test
    void keepsWhatItAcknowledgedHoweverOftenItIsKilled() throws Exception {
        int homes = (KILLS + KILLS_A_HOME - 1) / KILLS_A_HOME;
        int cut = 0;
        for (long seed = 0; seed < homes; seed++) {
            Life life = new Life(directory.resolve("h" + seed), seed);
            try {
                cut += life.live();
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + life.round + ": "
                    + e.getMessage(), e);
            }
        }
        assertTrue(2 * cut >= homes * KILLS_A_HOME,
            "the import was cut in " + cut + " rounds only");
    }

    /** What someone typed about one record: first a create, then a set, then a note. */
    private static final class Typed {
        private volatile int begun;
        private volatile int acknowledged;
    }

    /** One home, from its first start to the import that completes. */
    private static final class Life {
        private final Path home;
        private final Random random;
        private final Survey survey;
        private final Map<String, Map<String, String>> rows = new HashMap<>();
        private final Map<String, Typed> typed = new LinkedHashMap<>();
        private int round;

        Life(Path home, long seed) {
            this.home = home;
            this.random = new Random(seed);
            this.survey = survey(random);
            survey.rows().forEach(row -> rows.put(row.get(0), survey.answers(row)));
        }

        /** In how many rounds the kill came before the end of the import. */
        int live() throws IOException, InterruptedException {
            int cut = 0;
            for (round = 0; round < KILLS_A_HOME; round++) {
                Path part = survey.slice(round * ROWS_A_PART, (round + 1) * ROWS_A_PART)
                    .write(Path.of(home + ".csv"));
                cut += round(part, random.nextInt(ACKNOWLEDGED_MAX),
                    random.nextInt(PAUSE_MILLIS_MAX)) ? 1 : 0;
            }
            complete();
            return cut;
        }

        private boolean round(Path part, int acknowledgedBefore, int pauseMillis)
                throws IOException, InterruptedException {
            try (RealBox box = new RealBox(home)) {
                check(box);
                CompletableFuture<Boolean> importing =
                    CompletableFuture.supplyAsync(() -> imported(box, part));
                AtomicInteger acknowledged = new AtomicInteger();
                CompletableFuture<Void> typing =
                    CompletableFuture.runAsync(() -> type(box, acknowledged));
                while (acknowledged.get() < acknowledgedBefore && !typing.isDone()) {
                    Thread.sleep(1);
                }
                Thread.sleep(pauseMillis);
                box.kill();
                typing.join();
                return !importing.join();
            }
        }

        /** Whether the import came to its end before the box was killed. */
        private static boolean imported(RealBox box, Path part) {
            try (ShellClient shell = box.connect()) {
                Answer answer = importInto(shell, part);
                assertEquals(0, answer.status(), answer.err());
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static Answer importInto(ShellClient shell, Path csv) throws IOException {
            return shell.run("import", csv.toString(), "--form", FORM, "--key", "id", "--missing",
                Survey.MISSING, "--json");
        }

        /** Types until the box is gone. */
        private void type(RealBox box, AtomicInteger acknowledged) {
            try (ShellClient shell = box.connect()) {
                for (int i = 0;; i++) {
                    String key = "T-" + round + "-" + i;
                    Typed record = new Typed();
                    typed.put(key, record);
                    for (String[] command : List.of(
                        new String[] {"create", key, FORM, "village=Tolo"},
                        new String[] {"set", key, "seen", key},
                        new String[] {"note", key, "seen " + key})) {
                        record.begun++;
                        Answer answer = shell.run(command);
                        assertEquals(0, answer.status(), answer.err());
                        record.acknowledged++;
                        acknowledged.incrementAndGet();
                    }
                }
            } catch (IOException e) {
                // the box was killed
            }
        }

        /** All that was acknowledged is here, nothing twice, and the box has nothing to mend. */
        private void check(RealBox box) throws IOException {
            Map<String, Object> status = box.status();
            Map<String, Map<String, Object>> records = new HashMap<>();
            for (Map<String, Object> record : Json.objects(box.run("view", "--json"))) {
                assertNull(records.put((String) record.get("record"), record), record::toString);
            }
            long events = 0;
            for (Map.Entry<String, Typed> wanted : typed.entrySet()) {
                int shown = shown(wanted.getKey(), records.remove(wanted.getKey()));
                assertTrue(shown >= wanted.getValue().acknowledged
                    && shown <= wanted.getValue().begun, wanted.getKey() + ": " + shown + " shown, "
                    + wanted.getValue().acknowledged + " acknowledged");
                events += shown;
            }
            records.forEach(this::checkRow);
            events += records.size();

            assertEquals(events, ((Number) status.get("events")).longValue(), "events");
            assertEquals(List.of(), status.get("problems"));
            assertEquals("", box.errors());
        }

        /** How many of the three events of a typed record are shown. */
        private static int shown(String key, Map<String, Object> record) {
            if (record == null) {
                return 0;
            }
            Map<?, ?> fields = (Map<?, ?>) record.get("fields");
            List<?> notes = (List<?>) record.get("notes");
            boolean set = key.equals(fields.get("seen"));
            assertEquals(1, ((List<?>) record.get("creates")).size(), record::toString);
            assertEquals("Tolo", fields.get("village"), record::toString);
            assertEquals(set ? 2 : 1, fields.size(), record::toString);
            assertTrue(notes.isEmpty() || set, record::toString);
            return 1 + (set ? 1 : 0) + notes.size();
        }

        private void checkRow(String key, Map<String, Object> record) {
            Map<String, String> expected = rows.get(key);
            Map<String, String> shown = new HashMap<>();
            ((Map<?, ?>) record.get("fields")).forEach((field, value) ->
                shown.put((String) field, DemoReport.text(value)));

            assertNotNull(expected, "nobody wrote " + record);
            assertEquals(expected, shown, key);
            assertEquals(1, ((List<?>) record.get("creates")).size(), record::toString);
        }

        /** The import is repeated and completes; repeated once more, it appends nothing. */
        private void complete() throws IOException {
            Path csv = survey.write(Path.of(home + ".csv"));
            try (RealBox box = new RealBox(home); ShellClient shell = box.connect()) {
                check(box);
                Map<String, Object> first = Json.object(importInto(shell, csv).out());
                check(box);
                Map<String, Object> second = Json.object(importInto(shell, csv).out());

                long before = (long) first.get("alreadyHere");
                assertTrue(before > 0, "nothing was imported before the kills");
                assertEquals((long) rows.size() - before, first.get("imported"));
                assertEquals(0L, second.get("imported"));
                assertEquals((long) rows.size(), second.get("alreadyHere"));
                check(box);
                assertEquals(rows.size() + typed.values().stream()
                    .filter(record -> record.acknowledged > 0).count(),
                    Json.objects(box.run("view", "--json")).stream()
                        .filter(record -> !unsure(record)).count());
            }
        }

        /** Whether a record was typed when the box was killed, and never acknowledged. */
        private boolean unsure(Map<String, Object> record) {
            Typed known = typed.get(record.get("record"));
            return known != null && known.acknowledged == 0;
        }

        private static Survey survey(Random random) {
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < KILLS_A_HOME * ROWS_A_PART; i++) {
                rows.add(List.of("W-" + i, "Village " + random.nextInt(100),
                    Integer.toString(random.nextInt(5_000)), "0." + (1 + random.nextInt(9)),
                    random.nextBoolean() ? "true" : "false",
                    random.nextInt(4) == 0 ? Survey.MISSING : "Functional, " + random.nextInt(30),
                    Long.toString(random.nextLong(), 36).repeat(4)));
            }
            return new Survey(List.of("id", "village", "people", "chlorine_mg_l", "improved",
                "status", "remark"), rows);
        }
    }
}
