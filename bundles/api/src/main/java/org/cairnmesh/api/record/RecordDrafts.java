// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;

/** Writes the drafts of the five kinds; the names in their payloads are defined here. */
public final class RecordDrafts {
    public static final String FORM = "form";
    public static final String KEY = "key";
    public static final String VALUES = "values";
    public static final String RECORD = "record";
    public static final String TEXT = "text";
    public static final String FIELD = "field";
    public static final String HASH = "hash";
    public static final String SIZE = "size";
    public static final String MIME = "mime";
    public static final String RESOLVER = "resolver";

    private RecordDrafts() { }

    /** A record with its first values; an empty key means that it is named by its create's id. */
    public static Draft create(String form, String key, Map<String, Item> values, String by) {
        Map<String, Item> payload = new TreeMap<>();
        payload.put(FORM, Item.of(form));
        if (!key.isEmpty()) {
            payload.put(KEY, RecordRef.keyItem(key));
        }
        if (!values.isEmpty()) {
            payload.put(VALUES, new Item.Table(values));
        }
        return Draft.of(Kinds.CREATE, new Item.Table(payload), by);
    }

    public static Draft set(RecordRef record, Map<String, Item> values, String by) {
        return Draft.of(Kinds.SET, new Item.Table(
            Map.of(RECORD, record.toItem(), VALUES, new Item.Table(values))), by);
    }

    /** A draft of create or set, of whose values those of these fields are sensitive. */
    public static Draft sensitive(Draft draft, Set<String> fields) {
        Map<String, Item> open = new TreeMap<>(draft.payload().table(VALUES).entries());
        Map<String, Item> closed = new TreeMap<>(open);
        closed.keySet().retainAll(fields);
        open.keySet().removeAll(fields);
        return closed.isEmpty() ? draft : new Draft(draft.kind(),
            draft.payload().with(VALUES, new Item.Table(open)), draft.by(), draft.atMillis(),
            draft.token(), draft.basis(), draft.urgent(),
            new Item.Table(Map.of(VALUES, new Item.Table(closed))));
    }

    public static Draft note(RecordRef record, String text, String by) {
        return Draft.of(Kinds.NOTE, new Item.Table(
            Map.of(RECORD, record.toItem(), TEXT, Item.of(text))), by);
    }

    /** An attachment of a field: the SHA-256 of its content, its size in bytes, its media type. */
    public static Draft attach(RecordRef record, String field, Bytes hash, long size, String mime,
                               String by) {
        return Draft.of(Kinds.ATTACH, new Item.Table(Map.of(RECORD, record.toItem(),
            FIELD, Item.of(field), HASH, Item.of(hash), SIZE, Item.of(size),
            MIME, Item.of(mime))), by);
    }

    /** How a field of a form is resolved from now on, in every record. */
    public static Draft resolve(String form, String field, Resolver resolver, String by) {
        return Draft.of(Kinds.RESOLVE, new Item.Table(Map.of(FORM, Item.of(form),
            FIELD, Item.of(field), RESOLVER, Item.of(resolver.word()))), by);
    }
}
