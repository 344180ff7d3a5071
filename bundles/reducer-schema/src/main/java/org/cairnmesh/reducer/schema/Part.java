// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.RecordView.Said;
import org.cairnmesh.api.reduce.Causality;

/**
 * What has been folded of one form of a key: creates, heads of fields, notes, attachments. Each
 * ends with who said it; an event that is there already is not added again.
 */
record Part(Item.Table content) {
    static final String CREATES = "creates";
    static final String FIELDS = "fields";
    static final String NOTES = "notes";
    static final String ATTACHMENTS = "attachments";

    boolean isCreated() {
        return !content.list(CREATES).isEmpty();
    }

    Part created(Event event, Causality seen) {
        return appended(CREATES, said(event, seen), event.id());
    }

    Part noted(String text, Event event, Causality seen) {
        return appended(NOTES, Item.of(Item.of(text), said(event, seen)), event.id());
    }

    Part attached(String field, Bytes hash, long size, String mime, Event event, Causality seen) {
        return appended(ATTACHMENTS, Item.of(Item.of(field), Item.of(hash), Item.of(size),
            Item.of(mime), said(event, seen)), event.id());
    }

    /** Asks only about heads of the fields that are set: what it asks is what may be replaced. */
    Part set(Item.Table values, Event event, Causality seen) {
        if (values.entries().isEmpty()) {
            return this;
        }
        Item.Table fields = content.table(FIELDS);
        Item said = said(event, seen);
        for (Map.Entry<String, Item> each : values.entries().entrySet()) {
            fields = fields.with(each.getKey(), new Item.Array(heads(fields.list(each.getKey()),
                Item.of(each.getValue(), said), event.id(), seen)));
        }
        return new Part(content.with(FIELDS, fields));
    }

    /** The heads that the write has not seen, and the write, the one to be shown first in front. */
    private static List<Item> heads(List<Item> before, Item write, EventId id, Causality seen) {
        List<Item> heads = new ArrayList<>();
        int place = 0;
        for (Item head : before) {
            EventId other = event(head);
            if (!other.equals(id) && !seen.saw(other)) {
                heads.add(head);
                place = seen.precedence(other, id) > 0 ? heads.size() : place;
            }
        }
        heads.add(place, write);
        return heads;
    }

    private Part appended(String list, Item item, EventId id) {
        List<Item> items = content.list(list);
        if (items.stream().anyMatch(each -> event(each).equals(id))) {
            return this;
        }
        List<Item> more = new ArrayList<>(items);
        more.add(item);
        return new Part(content.with(list, new Item.Array(more)));
    }

    private static Item said(Event event, Causality seen) {
        return new Said(event.id(), event.by(), seen.box(), event.atMillis()).toItem();
    }

    /** The event of an item that is, or ends with, what {@link #said} made. */
    private static EventId event(Item item) {
        Item.Array array = (Item.Array) item;
        return array.at(array.size() - 1) instanceof Item.Array said ? event(said)
            : new EventId(((Item.Bin) array.at(0)).value(), ((Item.Int) array.at(1)).value());
    }
}
