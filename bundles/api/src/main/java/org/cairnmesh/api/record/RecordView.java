// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.reduce.Document;

/**
 * A record as the default reducer shows it. One document holds all records of one key, one for each
 * form, in the order of their forms.
 *
 * @param ref         how events name it
 * @param creates     every event that created it, in total order
 * @param fields      the heads of each field; the first is the one shown first
 * @param notes       in total order
 * @param attachments in total order
 * @param problems    what could not be folded, and why
 */
public record RecordView(RecordRef ref, String form, List<Said> creates,
                         Map<String, List<Head>> fields, List<Note> notes,
                         List<Attachment> attachments, List<String> problems) {
    public RecordView {
        creates = List.copyOf(creates);
        Map<String, List<Head>> sorted = new TreeMap<>();
        fields.forEach((name, heads) -> sorted.put(name, List.copyOf(heads)));
        fields = Collections.unmodifiableMap(sorted);
        notes = List.copyOf(notes);
        attachments = List.copyOf(attachments);
        problems = List.copyOf(problems);
    }

    /** Who said something, on which box (a name that is not unique), and when by its clock. */
    public record Said(EventId event, String by, String box, long atMillis) {
        public Item toItem() {
            return Item.of(Item.of(event.origin()), Item.of(event.number()), Item.of(by),
                Item.of(box), Item.of(atMillis));
        }

        /** The inverse of {@link #toItem}. */
        public static Said of(Item item) {
            Item.Array array = (Item.Array) item;
            return new Said(
                new EventId(((Item.Bin) array.at(0)).value(), ((Item.Int) array.at(1)).value()),
                ((Item.Text) array.at(2)).value(), ((Item.Text) array.at(3)).value(),
                ((Item.Int) array.at(4)).value());
        }
    }

    /** A value that no held write has seen. */
    public record Head(Item value, Said said) { }

    public record Note(String text, Said said) { }

    /** The SHA-256 of the content, its size in bytes and its media type. */
    public record Attachment(String field, Bytes hash, long size, String mime, Said said) { }

    /** What people call the record. */
    public String name() {
        return ref.name();
    }

    /** Whether a field has several heads with different values. */
    public boolean conflicts(String field) {
        List<Head> heads = fields.getOrDefault(field, List.of());
        return heads.stream().anyMatch(head -> !head.value().equals(heads.get(0).value()));
    }

    /**
     * The records that a document of the default reducer shows.
     *
     * @throws MalformedException if it is a document of something else
     */
    public static List<RecordView> of(Document document) {
        List<RecordView> records = new ArrayList<>();
        try {
            document.content().list("records")
                .forEach(item -> records.add(read((Item.Table) item)));
        } catch (ClassCastException | IndexOutOfBoundsException | IllegalArgumentException
                 | NoSuchElementException e) {
            throw new MalformedException("no document of records: " + e.getMessage());
        }
        return records;
    }

    /** The document that {@link #of} reads. */
    public static Document document(List<RecordView> records) {
        return records.isEmpty() ? Document.EMPTY : new Document(new Item.Table(Map.of("records",
            new Item.Array(records.stream().map(RecordView::write).toList()))));
    }

    private Item write() {
        Map<String, Item> fieldItems = new TreeMap<>();
        fields.forEach((name, heads) -> fieldItems.put(name, new Item.Array(heads.stream()
            .map(head -> Item.of(head.value(), head.said().toItem())).toList())));
        return new Item.Table(Map.of(
            "record", ref.toItem(),
            "form", Item.of(form),
            "creates", new Item.Array(creates.stream().map(Said::toItem).toList()),
            "fields", new Item.Table(fieldItems),
            "notes", new Item.Array(notes.stream()
                .map(note -> Item.of(Item.of(note.text()), note.said().toItem())).toList()),
            "attachments", new Item.Array(attachments.stream().map(a -> Item.of(
                Item.of(a.field()), Item.of(a.hash()), Item.of(a.size()), Item.of(a.mime()),
                a.said().toItem())).toList()),
            "problems", new Item.Array(problems.stream().map(Item::of).toList())));
    }

    private static RecordView read(Item.Table table) {
        Map<String, List<Head>> fields = new TreeMap<>();
        table.table("fields").entries().forEach((name, heads) -> fields.put(name,
            ((Item.Array) heads).items().stream().map(Item.Array.class::cast)
                .map(head -> new Head(head.at(0), Said.of(head.at(1)))).toList()));
        return new RecordView(
            RecordRef.of(table.get("record")).orElseThrow(), table.text("form"),
            table.list("creates").stream().map(Said::of).toList(), fields,
            table.list("notes").stream().map(Item.Array.class::cast)
                .map(n -> new Note(((Item.Text) n.at(0)).value(), Said.of(n.at(1)))).toList(),
            table.list("attachments").stream().map(Item.Array.class::cast)
                .map(a -> new Attachment(((Item.Text) a.at(0)).value(),
                    ((Item.Bin) a.at(1)).value(), ((Item.Int) a.at(2)).value(),
                    ((Item.Text) a.at(3)).value(), Said.of(a.at(4)))).toList(),
            table.list("problems").stream().map(p -> ((Item.Text) p).value()).toList());
    }
}
