// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Values;

/**
 * Turns the rows of a CSV file into records, one create for each. Several drafts are under way at a
 * time; one that the box cannot take now is tried again. Each has a token made of what it says, so
 * that an import that is repeated, after whatever happened to the first, appends nothing twice.
 */
final class Import {
    static final int IN_FLIGHT_MAX = 64;
    static final long PATIENCE_MILLIS = 60_000;

    private static final long RETRY_MILLIS = 100;
    private static final long LOOK_MILLIS = 200;
    private static final long PROGRESS_MILLIS = 1_000;
    private static final int TOKEN_BYTES = 16;
    private static final int PROBLEMS_MAX = 100;

    private final Box box;
    private final Call call;
    private final Plan plan;
    private final Set<String> keysHere = new HashSet<>();
    private final Set<EventId> createsHere = new HashSet<>();
    private final Map<String, Long> lineOfKey = new HashMap<>();
    private final Map<Bytes, Integer> equalRows = new HashMap<>();
    private final Deque<Pending> inFlight = new ArrayDeque<>();
    private final List<Map<String, Object>> problems = new ArrayList<>();
    private long imported;
    private long alreadyHere;
    private long skipped;
    private long lastProgress;
    private long lastShown;
    private String shown = "";

    /**
     * What the user asked for.
     *
     * @param key     the column whose cells are the keys; without one, creates name the records
     * @param missing a cell equal to this is not answered, as an empty one is
     * @param sensitive the columns whose cells are kept apart, so that they can be erased later
     */
    record Plan(String form, Optional<String> key, Optional<String> missing,
                Set<String> sensitive) { }

    private record Pending(long line, Draft draft, CompletionStage<Appended> answer) { }

    Import(Box box, Call call, Plan plan) {
        this.box = box;
        this.call = call;
        this.plan = plan;
        new Records(box.snapshot()).all(Optional.of(plan.form())).forEach(this::remember);
        lastProgress = box.pace().millis();
        lastShown = lastProgress;
    }

    private void remember(RecordView record) {
        record.creates().forEach(create -> createsHere.add(create.event()));
        if (record.ref() instanceof RecordRef.ByKey byKey && !record.creates().isEmpty()) {
            keysHere.add(byKey.key());
        }
    }

    /** Imports every row; says at the end, or in its complaint, how far it came. */
    void run(CsvReader rows) throws IOException {
        List<String> header = header(rows);
        for (Optional<CsvReader.Row> row = rows.next(); row.isPresent(); row = rows.next()) {
            long line = row.get().line();
            draft(row.get(), header).ifPresent(draft -> {
                while (inFlight.size() >= IN_FLIGHT_MAX) {
                    settle(inFlight.remove());
                }
                inFlight.add(new Pending(line, draft, box.node().append(draft)));
            });
            show(line);
        }
        while (!inFlight.isEmpty()) {
            settle(inFlight.remove());
        }
        clear();
        call.say(Json.object("imported", imported, "alreadyHere", alreadyHere, "skipped", skipped,
            "problems", problems), soFar());
    }

    private List<String> header(CsvReader rows) throws IOException {
        CsvReader.Row first = rows.next().orElseThrow(() ->
            Complaint.failed("the file is empty: its first line should name the columns"));
        if (first instanceof CsvReader.Bad bad) {
            throw Complaint.failed("line " + bad.line() + ": " + bad.problem());
        }
        List<String> header = ((CsvReader.Cells) first).cells();
        if (header.contains("")) {
            throw Complaint.failed("line " + first.line() + ": column "
                + (header.indexOf("") + 1) + " has no name");
        }
        if (new HashSet<>(header).size() < header.size()) {
            throw Complaint.failed("line " + first.line() + ": two columns have the same name");
        }
        Stream.concat(plan.key().stream(), plan.sensitive().stream())
            .filter(column -> !header.contains(column)).findFirst().ifPresent(column -> {
                throw Complaint.failed("no column " + Printed.line(column) + "; there are "
                    + Printed.line(String.join(", ", header)));
            });
        plan.key().filter(plan.sensitive()::contains).ifPresent(key -> {
            throw Complaint.failed("the column " + Printed.line(key) + " holds the keys: they "
                + "name the records, and cannot be sensitive");
        });
        return header;
    }

    /** The draft of a row, unless it is bad or here. */
    private Optional<Draft> draft(CsvReader.Row row, List<String> header) {
        if (row instanceof CsvReader.Bad bad) {
            return skip(bad.line(), bad.problem());
        }
        List<String> cells = ((CsvReader.Cells) row).cells();
        if (cells.size() != header.size()) {
            return skip(row.line(), cells.size() + " cells, but the header has " + header.size());
        }
        Map<String, Item> values = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (answered(cells.get(i)) && !Export.ADDED.contains(header.get(i))) {
                values.put(header.get(i), Values.parse(cells.get(i)));
            }
        }
        if (plan.key().isEmpty()) {
            return Optional.of(draft("", values).withToken(rowToken(values)));
        }
        String key = cells.get(header.indexOf(plan.key().get()));
        if (!answered(key)) {
            return skip(row.line(), "no key in column " + plan.key().get());
        }
        Long before = lineOfKey.putIfAbsent(key, row.line());
        if (before != null) {
            return skip(row.line(), "the key " + key + " stands in line " + before + " already");
        }
        if (keysHere.contains(key)) {
            alreadyHere++;
            return Optional.empty();
        }
        return Optional.of(draft(key, values)
            .withToken(hash(Item.of(plan.form()), Item.of(key)).hex()));
    }

    private boolean answered(String cell) {
        return !cell.isEmpty() && !plan.missing().equals(Optional.of(cell));
    }

    private Draft draft(String key, Map<String, Item> values) {
        return RecordDrafts.sensitive(
            RecordDrafts.create(plan.form(), key, values, call.client().by()), plan.sensitive());
    }

    /** A row without a key is named by its content and by how many equal rows came before it. */
    private String rowToken(Map<String, Item> values) {
        Bytes row = hash(Item.of(plan.form()), new Item.Table(values));
        return hash(Item.of(row), Item.of(equalRows.merge(row, 1, Integer::sum))).hex();
    }

    private static Bytes hash(Item... items) {
        MessageDigest digest = ViewDigest.sha256();
        ViewDigest.add(digest, Item.of("import"));
        for (Item item : items) {
            ViewDigest.add(digest, item);
        }
        return Bytes.of(digest.digest()).head(TOKEN_BYTES);
    }

    private Optional<Draft> skip(long line, String problem) {
        skipped++;
        clear();
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(Json.object("line", line, "problem", problem));
            call.err().println("line " + line + ": " + Printed.line(problem) + "; skipped");
        } else if (skipped == PROBLEMS_MAX + 1) {
            call.err().println("more bad rows follow; they are counted");
        }
        return Optional.empty();
    }

    /** Waits until a draft is accepted or refused for good. */
    private void settle(Pending pending) {
        Appended answer = await(pending.line(), pending.answer());
        while (answer instanceof Appended.Refused refused && refused.reason().retryable()) {
            String why = refused.detail() + " (" + refused.reason() + ")";
            checkPatience(pending.line(), why);
            pause();
            answer = await(pending.line(), box.node().append(pending.draft()));
        }
        lastProgress = box.pace().millis();
        if (answer instanceof Appended.Refused refused) {
            skip(pending.line(), refused.detail() + " (" + refused.reason() + ")");
        } else if (createsHere.contains(answer.accepted())) {
            alreadyHere++;
        } else {
            imported++;
        }
    }

    private Appended await(long line, CompletionStage<Appended> answer) {
        while (true) {
            call.checkClient();
            try {
                return answer.toCompletableFuture().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                checkPatience(line, "no answer");
            } catch (InterruptedException e) {
                throw stopped(line, "interrupted");
            } catch (ExecutionException e) {
                throw new IllegalStateException("an append does not fail", e);
            }
        }
    }

    private void checkPatience(long line, String why) {
        if (box.pace().millis() - lastProgress >= PATIENCE_MILLIS) {
            throw stopped(line,
                "the box took nothing for " + PATIENCE_MILLIS / 1000 + " s: " + why);
        }
    }

    private void pause() {
        try {
            box.pace().pause(RETRY_MILLIS);
        } catch (InterruptedException e) {
            clear();
            throw Complaint.failed("import was interrupted: " + soFar());
        }
    }

    private Complaint stopped(long line, String why) {
        clear();
        return Complaint.failed("stopped at line " + line + ": " + Printed.line(why) + ". "
            + soFar() + "; the same command goes on from there");
    }

    private String soFar() {
        return "imported " + imported + ", already here " + alreadyHere + ", skipped " + skipped;
    }

    private void show(long line) {
        long now = box.pace().millis();
        if (call.client().interactive() && now - lastShown >= PROGRESS_MILLIS) {
            clear();
            lastShown = now;
            shown = "line " + line + ": " + soFar();
            call.err().print(shown + "\r");
            call.err().flush();
        }
    }

    /** Takes the progress off the terminal's line. */
    private void clear() {
        call.err().print(shown.isEmpty() ? "" : " ".repeat(shown.length()) + "\r");
        call.err().flush();
        shown = "";
    }
}
