// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.FormView;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Resolver;
import org.cairnmesh.api.record.Values;

/** The records of a snapshot: found by what people call them, and written as JSON. */
final class Records {
    private static final Pattern ID_PREFIX = Pattern.compile("[0-9a-f]{4,16}|[0-9a-f]{16}-[0-9]*");

    /** What stands between the values of a field of which all are shown. */
    private static final String SEVERAL = "; ";

    private final Snapshot snapshot;
    private final Map<String, Optional<FormView>> forms = new HashMap<>();

    Records(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Where a write goes, and whether the record is here. */
    record Target(RecordRef ref, String form, boolean here) {
        /** How people are told about it. */
        String title() {
            return ref.name() + (form.isEmpty() ? "" : " (" + form + ")");
        }
    }

    Stream<RecordView> all() {
        return StreamSupport
            .stream(snapshot.documents(Kinds.REDUCER).spliterator(), false)
            .flatMap(entry -> RecordView.of(entry.getValue()).stream());
    }

    /** Those of one form, or all. */
    Stream<RecordView> all(Optional<String> form) {
        return all().filter(record -> form.isEmpty() || form.get().equals(record.form()));
    }

    /** Why what is shown may not be what is held, if so. */
    Optional<String> doubt() {
        Snapshot.View view = snapshot.views().get(Kinds.REDUCER);
        if (view == null) {
            return Optional.of("nothing here shows records: the reducer '" + Kinds.REDUCER
                + "' is not running (lb lists the bundles)");
        }
        String reducer = "the reducer '" + Kinds.REDUCER + "'";
        return switch (view.folding()) {
            case COMPLETE -> Optional.empty();
            case RUNNING -> Optional.of("this may be old: " + reducer
                + " is still folding the history; wait a moment");
            case AWAY -> Optional.of("this may be old: " + reducer
                + " is not running (lb lists the bundles)");
            case FAULTY -> Optional.of("this may be old: " + reducer
                + " was set aside because of a fault");
        };
    }

    /**
     * The one record with this key, or whose id starts with it.
     *
     * @throws Complaint if there are several, or none
     */
    RecordView get(String key, Optional<String> form) {
        return find(key, form).orElseThrow(() -> Complaint.failed("no record " + Printed.line(key)
            + form.map(f -> " of form " + Printed.line(f)).orElse("") + " here (view lists them)"));
    }

    /** Where a write to this key goes; a key that no record here has is taken as it is. */
    Target target(String key, Optional<String> form) {
        if (key.isEmpty()) {
            throw Complaint.usage("a key cannot be empty");
        }
        return find(key, form).map(record -> new Target(record.ref(), record.form(), true))
            .orElseGet(() -> new Target(unseen(key, form.orElse("")), form.orElse(""), false));
    }

    private static RecordRef unseen(String key, String form) {
        try {
            return new RecordRef.ById(EventId.parse(key));
        } catch (IllegalArgumentException e) {
            return new RecordRef.ByKey(key, form);
        }
    }

    private Optional<RecordView> find(String key, Optional<String> form) {
        List<RecordView> named = all(form).filter(record -> record.name().equals(key)).toList();
        if (named.size() > 1) {
            throw Complaint.failed(Printed.line(key) + " is a record of several forms: add "
                + named.stream().map(record -> "--form " + Printed.line(record.form()))
                    .collect(Collectors.joining(" or ")));
        }
        if (!named.isEmpty() || !ID_PREFIX.matcher(key).matches()) {
            return named.stream().findFirst();
        }
        List<RecordView> begun = all(form).filter(record -> record.ref() instanceof RecordRef.ById
            && record.name().startsWith(key)).limit(3).toList();
        if (begun.size() > 1) {
            throw Complaint.failed("several ids start with " + key + ", such as "
                + begun.get(0).name() + " and " + begun.get(1).name() + ": type more of it");
        }
        return begun.stream().findFirst();
    }

    /** A record with one value of each field, and the others where there are. */
    Map<String, Object> json(RecordView record) {
        Map<String, Object> values = new TreeMap<>();
        Map<String, Object> conflicts = new TreeMap<>();
        record.fields().forEach((field, heads) -> {
            List<Item> chosen = chosen(record, field).stream().map(RecordView.Head::value).toList();
            if (!chosen.isEmpty()) {
                values.put(field, chosen.size() == 1 ? chosen.get(0) : chosen);
            }
            if (record.conflicts(field)) {
                conflicts.put(field, heads(heads));
            }
        });
        return Json.object("record", record.name(), "form", record.form(), "fields", values,
            "conflicts", conflicts,
            "creates", record.creates().stream().map(Records::said).toList(),
            "notes", record.notes().stream()
                .map(note -> with(said(note.said()), "text", note.text())).toList(),
            "attachments", record.attachments().stream().map(Records::attachment).toList(),
            "problems", record.problems());
    }

    /** What is said about a value or a create. */
    static Map<String, Object> said(RecordView.Said said) {
        return Json.object("event", said.event(), "by", said.by(), "box", said.box(),
            "atMillis", said.atMillis());
    }

    static List<Map<String, Object>> heads(List<RecordView.Head> heads) {
        return heads.stream().map(head -> with(said(head.said()), "value", head.value())).toList();
    }

    /** The text of what is shown of a field. */
    String shown(RecordView record, String field) {
        return chosen(record, field).stream().map(head -> Values.text(head.value()))
            .collect(Collectors.joining(SEVERAL));
    }

    /** What the field's resolver chooses of its heads. */
    List<RecordView.Head> chosen(RecordView record, String field) {
        return resolver(record.form(), field)
            .choose(record.fields().getOrDefault(field, List.of()));
    }

    Resolver resolver(String form, String field) {
        return form(form).map(f -> f.resolver(field)).orElse(Resolver.SHOWN);
    }

    Optional<FormView> form(String form) {
        return forms.computeIfAbsent(form, f -> snapshot.documents(Kinds.REDUCER)
            .get(FormView.key(f)).flatMap(FormView::of));
    }

    private static Map<String, Object> attachment(RecordView.Attachment attachment) {
        Map<String, Object> object = said(attachment.said());
        object.put("field", attachment.field());
        object.put("mime", attachment.mime());
        object.put("size", attachment.size());
        object.put("sha256", attachment.hash());
        return object;
    }

    private static Map<String, Object> with(Map<String, Object> object, String name, Object value) {
        object.put(name, value);
        return object;
    }
}
