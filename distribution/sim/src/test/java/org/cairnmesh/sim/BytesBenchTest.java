// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The budgets of bytes, on surveys that nothing was tuned to. */
class BytesBenchTest {
    private static final int ROWS = 600;

    /** A survey of columns, each drawn from its own source. */
    private static Survey drawn(long seed, List<String> names, int choices, String[] words) {
        Random random = new Random(seed);
        List<String> header = new ArrayList<>(List.of("key"));
        List<IntFunction<String>> columns = new ArrayList<>(List.of(i -> "S-" + (1_000 + i)));
        for (int i = 0; i < names.size(); i++) {
            header.add(names.get(i));
            columns.add(column(random, i, choices, words));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            int row = i;
            rows.add(columns.stream().map(column -> column.apply(row)).toList());
        }
        return new Survey(header, rows);
    }

    private static IntFunction<String> column(Random random, int index, int choices,
                                              String[] words) {
        if (index % 6 == 1) {
            return row -> Integer.toString(random.nextInt(60));
        }
        if (index % 6 == 3) {
            return row -> String.format("2025-%02d-%02d", 1 + row / 100, 1 + random.nextInt(28));
        }
        if (index % 12 == 5) {
            return row -> String.format("%d.%03d", 30 + random.nextInt(3),
                random.nextInt(1_000));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < choices; i++) {
            texts.add(words[random.nextInt(words.length)] + " "
                + words[random.nextInt(words.length)]);
        }
        return row -> random.nextInt(5) == 0 ? "NA"
            : texts.get((int) (choices * Math.pow(random.nextDouble(), 3)));
    }

    private static List<String> names(int count, String[] words) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(words[i % words.length] + "_" + words[i / words.length] + i);
        }
        return names;
    }

    private static Survey narrow(long seed) {
        String[] words = {"school", "teacher", "roof", "latrine", "desk", "book", "fence"};
        return drawn(seed, names(14, words), 5, words);
    }

    private static Survey arabic(long seed) {
        String[] words = {"بئر", "قرية", "مضخة", "مدرسة", "عيادة", "طريق", "سوق", "خزان", "نعم",
            "لا"};
        return drawn(seed, names(70, words), 8, words);
    }

    private static double bytesPerFact(Survey survey, SurveyStream.Shape shape, int eventsMax)
        throws IOException {
        List<SurveyStream.Fact> facts = SurveyStream.of(survey, 5, shape);
        BenchSpace space = new BenchSpace(5, 2, false, 431);
        space.write(facts, eventsMax, space.room(1));
        assertTrue(space.equal());
        return (double) space.bytes() / facts.size();
    }

    @Test
    void theBudgetsHoldOnOtherSurveys() throws IOException {
        for (Survey survey : List.of(narrow(1), arabic(2))) {
            double blocks = bytesPerFact(survey, SurveyStream.Shape.CELLS, 32);
            double packets = bytesPerFact(survey, SurveyStream.Shape.CELLS, 512);

            assertTrue(blocks <= 6.0, blocks + " bytes an event: " + survey.header());
            assertTrue(packets <= 3.5, packets + " bytes an event: " + survey.header());
        }
    }

    @Test
    void printsALineOfJsonForEachCaseWhichIsEqual() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        int status = BytesBench.run(narrow(3).slice(0, 60), 3, new PrintStream(bytes, true,
            StandardCharsets.UTF_8));

        assertEquals(0, status);
        List<String> names = new ArrayList<>();
        for (String line : bytes.toString(StandardCharsets.UTF_8).lines().toList()) {
            Map<String, Object> object = Json.object(line);
            assertEquals("bytes", object.get("bench"));
            assertEquals(true, object.get("equal"));
            names.add((String) object.get("case"));
        }
        assertEquals(16, names.size());
        assertTrue(names.containsAll(List.of("field-events", "field-events-packet",
            "rows-packet", "rows-bulk", "rows-frame", "packet-fit", "rows-bulk-encrypted",
            "sensitive", "sensitive-encrypted")));
    }

    @Test
    void wrongOptionsAreNamed() {
        for (List<String> args : List.of(List.of("--csv"), List.of("--pen", "1"),
            List.of("--authors", "0"), List.of("--authors", "x"), List.<String>of(),
            List.of("--csv", Path.of("nowhere.csv").toString()))) {
            assertThrows(IllegalArgumentException.class,
                () -> BytesBench.main(args.toArray(String[]::new), System.out), "" + args);
        }
    }
}
