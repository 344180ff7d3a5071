// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.Values;

/**
 * A survey as its authors record it: rows dealt to them in turn, some minutes apart, with the time
 * of each to the millisecond.
 */
final class SurveyStream {
    static final String FORM = "survey";

    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final long SEED = 11;
    private static final int ROW_MILLIS_MAX = 20 * 60_000;
    private static final int SENSITIVE_FIELDS = 2;
    private static final int CELL_MILLIS_MAX = 30_000;

    private SurveyStream() { }

    /** What becomes one event: a whole row, or its create and each cell. */
    enum Shape {
        ROWS,
        /** Whole rows, of which the first two answers behind the key are sensitive. */
        SENSITIVE_ROWS,
        /** The cells of a row share its time: they were submitted together. */
        CELLS,
        /** Each cell has the time at which it was typed. */
        TIMED_CELLS;

        boolean cells() {
            return this == CELLS || this == TIMED_CELLS;
        }
    }

    /** What an author recorded, and what the predecessor would send for it. */
    record Fact(int author, Draft draft, long atMillis, byte[] json) { }

    static List<Fact> of(Survey survey, int authors, Shape shape) throws IOException {
        Random random = new Random(SEED);
        List<Fact> facts = new ArrayList<>();
        long[] clocks = new long[authors];
        long number = 0;
        for (int i = 0; i < survey.rows().size(); i++) {
            int author = i % authors;
            clocks[author] = Math.max(clocks[author], START_MILLIS)
                + random.nextInt(ROW_MILLIS_MAX);
            List<String> row = survey.rows().get(i);
            String key = row.get(0);
            String by = "team " + author;
            Map<String, Item> values = new LinkedHashMap<>();
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            json.write(JsonGossip.create(++number, key, FORM));
            Map<String, String> answers = survey.answers(row);
            answers.forEach((field, text) -> values.put(field, Values.parse(text)));
            if (shape.cells()) {
                facts.add(new Fact(author, RecordDrafts.create(FORM, key, Map.of(), by),
                    clocks[author], json.toByteArray()));
            }
            for (Map.Entry<String, String> cell : answers.entrySet()) {
                byte[] set = JsonGossip.set(++number, key, cell.getKey(), cell.getValue());
                json.write(set);
                if (shape.cells()) {
                    clocks[author] += shape == Shape.CELLS ? 0 : random.nextInt(CELL_MILLIS_MAX);
                    facts.add(new Fact(author, RecordDrafts.set(new RecordRef.ByKey(key, FORM),
                        Map.of(cell.getKey(), values.get(cell.getKey())), by), clocks[author],
                        set));
                }
            }
            if (!shape.cells()) {
                Set<String> sensitive = shape == Shape.ROWS ? Set.of() : answers.keySet().stream()
                    .skip(1).limit(SENSITIVE_FIELDS).collect(Collectors.toSet());
                facts.add(new Fact(author, RecordDrafts.sensitive(
                    RecordDrafts.create(FORM, key, values, by), sensitive),
                    clocks[author], json.toByteArray()));
            }
        }
        return facts;
    }
}
