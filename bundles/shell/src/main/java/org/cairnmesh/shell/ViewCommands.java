// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Values;

/** The commands that show records: view, record, conflicts. */
final class ViewCommands {
    private static final int CELL_COLUMNS_MAX = 24;

    private final Box box;

    ViewCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.VIEW, this::view);
        bodies.put(Verb.RECORD, this::record);
        bodies.put(Verb.CONFLICTS, this::conflicts);
    }

    private void view(Call call) {
        Records records = records(call);
        List<RecordView> shown = records.all(call.words().option("form")).toList();
        if (call.json()) {
            array(call, shown.stream().map(records::json).toList());
        } else {
            table(call, records, shown);
        }
    }

    /** Prints a list as JSON, an element on a line. */
    static void array(Call call, List<?> elements) {
        call.out().print("[");
        String gap = "\n";
        for (Object element : elements) {
            call.out().print(gap + Json.text(element));
            gap = ",\n";
        }
        call.out().println(elements.isEmpty() ? "]" : "\n]");
    }

    private static void table(Call call, Records records, List<RecordView> shown) {
        TreeSet<String> fields = new TreeSet<>();
        shown.forEach(record -> fields.addAll(record.fields().keySet()));
        List<List<String>> columns = new ArrayList<>();
        columns.add(column(call, "RECORD", shown, RecordView::name));
        columns.add(column(call, "FORM", shown, RecordView::form));
        int used = width(columns.get(0)) + width(columns.get(1));
        int left = fields.size();
        for (String field : fields) {
            List<String> column = column(call, field, shown, record ->
                (record.conflicts(field) ? "! " : "") + records.shown(record, field));
            used += width(column);
            if (used > call.width()) {
                break;
            }
            columns.add(column);
            left--;
        }
        Table table = new Table(columns.stream().map(column -> column.get(0)).toList());
        for (int i = 1; i <= shown.size(); i++) {
            int row = i;
            table.row(columns.stream().map(column -> column.get(row)).toArray());
        }
        table.print(call.out());
        if (left > 0) {
            call.out().println(left + " more fields do not fit (record KEY, --json or export)");
        }
    }

    private static List<String> column(Call call, String head, List<RecordView> shown,
                                       Function<RecordView, String> cell) {
        List<String> column = new ArrayList<>(shown.size() + 1);
        column.add(head);
        shown.forEach(record -> column.add(cell.apply(record)));
        if (call.width() < Integer.MAX_VALUE) {
            column.replaceAll(text -> Printed.cut(Printed.line(text), CELL_COLUMNS_MAX));
        }
        return column;
    }

    private static int width(List<String> column) {
        return 2 + column.stream().mapToInt(Printed::columns).max().orElse(0);
    }

    private void record(Call call) {
        Records records = records(call);
        RecordView record = records.get(call.words().at(0), call.words().option("form"));
        if (call.json()) {
            Map<String, Object> object = records.json(record);
            Map<String, Object> heads = Json.object();
            record.fields().forEach((field, of) -> heads.put(field, Records.heads(of)));
            object.put("heads", heads);
            call.json(object);
            return;
        }
        call.out().println(Printed.line(record.name() + "  " + record.form()));
        for (RecordView.Said create : record.creates()) {
            call.out().println("created " + who(create));
        }
        Table fields = new Table("FIELD", "VALUE", "BY", "BOX", "WHEN");
        record.fields().forEach((field, heads) -> heads(fields, records, record, field));
        section(call, fields);
        Table notes = new Table("NOTE", "BY", "BOX", "WHEN");
        record.notes().forEach(note -> notes.row(note.text(), note.said().by(), note.said().box(),
            when(note.said().atMillis())));
        section(call, notes);
        Table attachments =
            new Table("ATTACHED TO", "BYTES", "TYPE", "SHA-256", "BY", "BOX", "WHEN");
        record.attachments().forEach(a -> attachments.row(a.field(), a.size(), a.mime(),
            a.hash().head(8) + "…", a.said().by(), a.said().box(), when(a.said().atMillis())));
        section(call, attachments);
        record.problems().forEach(problem ->
            call.out().println("problem: " + Printed.line(problem)));
    }

    /** What is shown of a field, and of a conflict the other heads after it. */
    private static void heads(Table table, Records records, RecordView record, String field) {
        boolean conflict = record.conflicts(field);
        Set<RecordView.Head> shown = new LinkedHashSet<>(records.chosen(record, field));
        shown.addAll(conflict ? record.fields().get(field) : List.of());
        for (RecordView.Head head : shown) {
            table.row((conflict ? "! " : "") + field, Values.text(head.value()), head.said().by(),
                head.said().box(), when(head.said().atMillis()));
        }
    }

    private static void section(Call call, Table table) {
        if (!table.isEmpty()) {
            call.out().println();
            table.print(call.out());
        }
    }

    private void conflicts(Call call) {
        Records records = records(call);
        Table table = new Table("RECORD", "FORM", "FIELD", "VALUE", "BY", "BOX", "WHEN",
            "RESOLVER");
        List<Map<String, Object>> objects = new ArrayList<>();
        records.all(call.words().option("form")).forEach(record ->
            record.fields().forEach((field, heads) -> {
                if (record.conflicts(field)) {
                    objects.add(Json.object("record", record.name(), "form", record.form(),
                        "field", field, "resolver",
                        records.resolver(record.form(), field).word(),
                        "heads", Records.heads(heads)));
                    heads.forEach(head -> table.row(record.name(), record.form(), field,
                        Values.text(head.value()), head.said().by(), head.said().box(),
                        when(head.said().atMillis()),
                        records.resolver(record.form(), field).word()));
                }
            }));
        if (call.json()) {
            array(call, objects);
        } else if (table.isEmpty()) {
            call.out().println("no conflicts");
        } else {
            table.print(call.out());
        }
    }

    private Records records(Call call) {
        Records records = new Records(box.snapshot());
        records.doubt().ifPresent(call.err()::println);
        return records;
    }

    private static String who(RecordView.Said said) {
        return Printed.line(
            "by " + said.by() + " on " + said.box() + " at " + when(said.atMillis()));
    }

    /** A moment as people read it; UTC, because boxes travel. */
    static String when(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
