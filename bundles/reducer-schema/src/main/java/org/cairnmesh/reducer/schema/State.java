// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.reduce.Document;

/**
 * What has been folded of one key: a part for each form, and the problems of the key.
 *
 * <p>What names no form is added to every part, and to one without a form that never is shown: a
 * part starts as a copy of that one when its form is first named. So if two forms share a key, what
 * names no form stands in both records until it is overwritten in each: a write that names a form
 * never takes a value away from the record of the other.
 */
record State(Item.Table content) {
    /** Problems that are kept of one key; more of them are only counted. */
    static final int PROBLEMS_MAX = 16;

    private static final String FORM = "form";
    private static final String RESOLVERS = "resolvers";
    private static final String RECORD = "record";
    private static final String PARTS = "parts";
    private static final String PROBLEMS = "problems";
    private static final String PROBLEMS_MORE = "more";
    private static final String NO_FORM = "";

    /** Changes the part of a form, or every part if the form is empty. */
    State with(RecordRef record, String form, UnaryOperator<Part> change) {
        Item.Table before = content.table(PARTS);
        Item.Table parts = before;
        if (form.equals(NO_FORM)) {
            parts = parts.with(NO_FORM, change.apply(part(before, NO_FORM)).content());
            for (String each : before.entries().keySet()) {
                parts = parts.with(each, change.apply(part(before, each)).content());
            }
        } else {
            parts = parts.with(form, change.apply(part(before, form)).content());
        }
        Item.Table named = content.has(RECORD) ? content
            : content.with(RECORD, withoutForm(record).toItem());
        return new State(named.with(PARTS, parts));
    }

    /** Changes how the fields of a form are resolved. */
    State resolved(String form, UnaryOperator<Part> change) {
        return new State(content.with(FORM, Item.of(form)).with(RESOLVERS,
            change.apply(new Part(content.table(RESOLVERS))).content()));
    }

    State withProblem(String problem) {
        List<Item> problems = content.list(PROBLEMS);
        if (problems.contains(Item.of(problem))) {
            return this;
        }
        if (problems.size() == PROBLEMS_MAX) {
            return new State(content.with(PROBLEMS_MORE,
                Item.of(content.number(PROBLEMS_MORE, 0) + 1)));
        }
        List<Item> more = new ArrayList<>(problems);
        more.add(Item.of(problem));
        return new State(content.with(PROBLEMS, new Item.Array(more)));
    }

    /**
     * The document that {@code RecordView.document} would write of the records that were created,
     * or {@code FormView.document} of a form.
     * Parts are kept in the shape of that document, so that nothing has to be parsed for it.
     */
    Document view() {
        if (content.has(FORM)) {
            return new Document(new Item.Table(Map.of(FORM, content.get(FORM),
                RESOLVERS, content.table(RESOLVERS).table(Part.FIELDS),
                PROBLEMS, shownProblems())));
        }
        List<Item> records = new ArrayList<>();
        new TreeMap<>(content.table(PARTS).entries()).forEach((form, part) -> {
            if (new Part((Item.Table) part).isCreated()) {
                records.add(shown(form, new Part((Item.Table) part)));
            }
        });
        return records.isEmpty() ? Document.EMPTY
            : new Document(new Item.Table(Map.of("records", new Item.Array(records))));
    }

    private Item shown(String form, Part part) {
        RecordRef record = RecordRef.of(content.get(RECORD)).orElseThrow();
        RecordRef named = record instanceof RecordRef.ByKey byKey
            ? new RecordRef.ByKey(byKey.key(), form) : record;
        return new Item.Table(Map.of(
            "record", named.toItem(),
            "form", Item.of(form),
            Part.CREATES, new Item.Array(part.content().list(Part.CREATES)),
            Part.FIELDS, part.content().table(Part.FIELDS),
            Part.NOTES, new Item.Array(part.content().list(Part.NOTES)),
            Part.ATTACHMENTS, new Item.Array(part.content().list(Part.ATTACHMENTS)),
            PROBLEMS, shownProblems()));
    }

    private Item shownProblems() {
        List<Item> problems = new ArrayList<>(content.list(PROBLEMS));
        long more = content.number(PROBLEMS_MORE, 0);
        if (more > 0) {
            problems.add(Item.of("and " + more + " more"));
        }
        return new Item.Array(problems);
    }

    private static Part part(Item.Table parts, String form) {
        return new Part(parts.table(parts.has(form) ? form : NO_FORM));
    }

    private static RecordRef withoutForm(RecordRef record) {
        return record instanceof RecordRef.ByKey byKey ? new RecordRef.ByKey(byKey.key(), NO_FORM)
            : record;
    }
}
