// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.RecordView;

/** Writes the records of one snapshot as CSV or JSON. */
final class Export {
    static final String RECORD = "_record";
    static final String FORM = "_form";
    static final String CONFLICTS = "_conflicts";
    /** The columns that an export adds to the fields of the records. */
    static final Set<String> ADDED = Set.of(RECORD, FORM, CONFLICTS);

    private static final String LIST_SEPARATOR = ";";

    private final Records records;
    private final Optional<String> form;

    Export(Snapshot snapshot, Optional<String> form) {
        this.records = new Records(snapshot);
        this.form = form;
    }

    /**
     * A header, and a row for each record: its name, its form if there are several, the value of
     * each field that is shown first, and the names of the fields that have others.
     *
     * @return how many records
     */
    long csv(PrintStream out) {
        TreeSet<String> fields = new TreeSet<>();
        TreeSet<String> forms = new TreeSet<>();
        records.all(form).forEach(record -> {
            fields.addAll(record.fields().keySet());
            forms.add(record.form());
        });
        fields.stream().filter(ADDED::contains).findFirst().ifPresent(field -> {
            throw Complaint.failed("a field called " + field
                + " cannot stand in CSV, which adds a column of that name: use --format json");
        });
        boolean several = forms.size() > 1;
        List<String> header = new ArrayList<>(several ? List.of(RECORD, FORM) : List.of(RECORD));
        header.addAll(fields);
        header.add(CONFLICTS);
        out.print(CsvWriter.row(header));
        long count = 0;
        for (Iterator<RecordView> all = records.all(form).iterator(); all.hasNext(); count++) {
            RecordView record = all.next();
            List<String> row = new ArrayList<>(header.size());
            row.add(record.name());
            if (several) {
                row.add(record.form());
            }
            fields.forEach(field -> row.add(records.shown(record, field)));
            row.add(record.fields().keySet().stream().filter(record::conflicts)
                .collect(Collectors.joining(LIST_SEPARATOR)));
            out.print(CsvWriter.row(row));
        }
        return count;
    }

    /** An array of objects; see {@link Records#json}. */
    long json(PrintStream out) {
        long count = 0;
        out.print("[");
        for (Iterator<RecordView> all = records.all(form).iterator(); all.hasNext(); count++) {
            out.print((count == 0 ? "\n" : ",\n") + Json.text(records.json(all.next())));
        }
        out.print(count == 0 ? "]\n" : "\n]\n");
        return count;
    }
}
