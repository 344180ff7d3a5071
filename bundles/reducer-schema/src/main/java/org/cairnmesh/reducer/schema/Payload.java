// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import java.util.Optional;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;

/** Reads the payloads that {@code RecordDrafts} writes, and whatever others made of them. */
final class Payload {
    /** Deeper values would nest too deep to be encoded once they stand in a document. */
    static final int VALUE_DEPTH_MAX = 8;
    private static final int HASH_BYTES = 32;

    private Payload() { }

    /** The record that the event is about, if it names one. */
    static Optional<RecordRef> record(Event event) {
        Item.Table payload = event.payload();
        if (!event.kind().equals(Kinds.CREATE)) {
            return RecordRef.of(payload.get(RecordDrafts.RECORD));
        }
        if (!payload.has(RecordDrafts.KEY)) {
            return Optional.of(new RecordRef.ById(event.id()));
        }
        return RecordRef.key(payload.get(RecordDrafts.KEY))
            .map(key -> new RecordRef.ByKey(key, payload.text(RecordDrafts.FORM)));
    }

    static Entry read(Event event) {
        if (event.kind().equals(Kinds.RESOLVE)) {
            return resolve(event.payload());
        }
        return record(event).map(record -> entry(event, record))
            .orElse(new Entry.Nonsense("names no record"));
    }

    private static Entry entry(Event event, RecordRef record) {
        Item.Table payload = event.payload();
        if (event.kind().equals(Kinds.CREATE)) {
            return create(payload, record);
        }
        if (event.kind().equals(Kinds.SET)) {
            return set(payload, record);
        }
        if (event.kind().equals(Kinds.NOTE)) {
            return note(payload, record);
        }
        return event.kind().equals(Kinds.ATTACH) ? attach(payload, record)
            : new Entry.Nonsense("is of a kind that is not folded");
    }

    private static Entry create(Item.Table payload, RecordRef record) {
        String form = payload.text(RecordDrafts.FORM);
        Item values = payload.has(RecordDrafts.VALUES) ? payload.get(RecordDrafts.VALUES)
            : Item.Table.EMPTY;
        if (form.isEmpty()) {
            return new Entry.Nonsense("names no form");
        }
        if (!(values instanceof Item.Table table)) {
            return new Entry.Nonsense("has values that are no table");
        }
        return faultOf(table).orElse(new Entry.Create(record, form, table));
    }

    private static Entry set(Item.Table payload, RecordRef record) {
        if (!(payload.get(RecordDrafts.VALUES) instanceof Item.Table table)) {
            return new Entry.Nonsense("has values that are no table");
        }
        if (table.entries().isEmpty()) {
            return new Entry.Nonsense("has no values");
        }
        return faultOf(table).orElse(new Entry.Set(record, table));
    }

    private static Entry note(Item.Table payload, RecordRef record) {
        String text = payload.text(RecordDrafts.TEXT);
        return text.isEmpty() ? new Entry.Nonsense("has no text") : new Entry.Note(record, text);
    }

    private static Entry attach(Item.Table payload, RecordRef record) {
        String field = payload.text(RecordDrafts.FIELD);
        long size = payload.number(RecordDrafts.SIZE, -1);
        if (field.isEmpty()) {
            return new Entry.Nonsense("names no field");
        }
        if (!(payload.get(RecordDrafts.HASH) instanceof Item.Bin hash)
            || hash.value().size() != HASH_BYTES) {
            return new Entry.Nonsense("has no hash of " + HASH_BYTES + " bytes");
        }
        if (size < 0) {
            return new Entry.Nonsense("has no size");
        }
        if (!(payload.get(RecordDrafts.MIME) instanceof Item.Text mime)) {
            return new Entry.Nonsense("has no media type");
        }
        return new Entry.Attach(record, field, hash.value(), size, mime.value());
    }

    private static Entry resolve(Item.Table payload) {
        String form = payload.text(RecordDrafts.FORM);
        String field = payload.text(RecordDrafts.FIELD);
        String resolver = payload.text(RecordDrafts.RESOLVER);
        if (form.isEmpty()) {
            return new Entry.Nonsense("names no form");
        }
        return field.isEmpty() ? new Entry.Nonsense("names no field")
            : resolver.isEmpty() ? new Entry.Nonsense("names no resolver")
            : new Entry.Resolve(form, field, resolver);
    }

    private static Optional<Entry> faultOf(Item.Table values) {
        if (values.has("")) {
            return Optional.of(new Entry.Nonsense("has a field without a name"));
        }
        return values.entries().values().stream().anyMatch(value -> deeper(value, VALUE_DEPTH_MAX))
            ? Optional.of(new Entry.Nonsense("has a value that nests too deep")) : Optional.empty();
    }

    /** Counts as the encoding does: what stands in an array is one deeper, a decimal is two. */
    private static boolean deeper(Item item, int depth) {
        if (item instanceof Item.Array array) {
            return depth == 0 && array.size() > 0
                || array.items().stream().anyMatch(each -> deeper(each, depth - 1));
        }
        if (item instanceof Item.Table table) {
            return depth == 0 && !table.entries().isEmpty()
                || table.entries().values().stream().anyMatch(each -> deeper(each, depth - 1));
        }
        return item instanceof Item.Dec && depth < 2;
    }
}
