// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import java.util.Optional;
import java.util.UUID;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;

/** How an event names the record that it is about. */
public sealed interface RecordRef {
    /**
     * By key and form. The form is empty if the author did not know it: the event then belongs to
     * whichever record of that key there is or will be.
     */
    record ByKey(String key, String form) implements RecordRef {
        public ByKey {
            if (key.isEmpty()) {
                throw new IllegalArgumentException("an empty key");
            }
        }
    }

    /** By the event that created it, for a record without a key. */
    record ById(EventId create) implements RecordRef { }

    /** What people call the record: its key, or the id of its create. */
    default String name() {
        return this instanceof ByKey byKey ? byKey.key() : ((ById) this).create().toString();
    }

    /** As it stands in a payload: key, [key, form] or [origin, number]. */
    default Item toItem() {
        if (this instanceof ByKey byKey) {
            Item key = keyItem(byKey.key());
            return byKey.form().isEmpty() ? key : Item.of(key, Item.of(byKey.form()));
        }
        EventId id = ((ById) this).create();
        return Item.of(Item.of(id.origin()), Item.of(id.number()));
    }

    /** The reference that an item in a payload spells, or nothing if it spells none. */
    static Optional<RecordRef> of(Item item) {
        if (item instanceof Item.Array pair && pair.size() == 2) {
            if (pair.at(1) instanceof Item.Text form) {
                return key(pair.at(0)).map(key -> new ByKey(key, form.value()));
            }
            if (pair.at(0) instanceof Item.Bin origin && pair.at(1) instanceof Item.Int number
                && origin.value().size() == EventId.ORIGIN_SIZE && number.value() >= 0) {
                return Optional.of(new ById(new EventId(origin.value(), number.value())));
            }
            return Optional.empty();
        }
        return key(item).map(key -> new ByKey(key, ""));
    }

    /** A key as it stands in a payload: 16 bytes if it is the canonical text of a UUID. */
    static Item keyItem(String key) {
        if (key.length() == 36) {
            try {
                UUID uuid = UUID.fromString(key);
                if (uuid.toString().equals(key)) {
                    byte[] bytes = new byte[16];
                    Bytes.ofLong(uuid.getMostSignificantBits()).copyTo(bytes, 0);
                    Bytes.ofLong(uuid.getLeastSignificantBits()).copyTo(bytes, 8);
                    return Item.of(Bytes.of(bytes));
                }
            } catch (IllegalArgumentException e) {
                return Item.of(key);
            }
        }
        return Item.of(key);
    }

    /** The key that {@link #keyItem} wrote, or nothing. */
    static Optional<String> key(Item item) {
        if (item instanceof Item.Text text && !text.value().isEmpty()) {
            return Optional.of(text.value());
        }
        if (item instanceof Item.Bin bin && bin.value().size() == 16) {
            return Optional.of(new UUID(bin.value().slice(0, 8).toLong(),
                bin.value().slice(8, 8).toLong()).toString());
        }
        return Optional.empty();
    }
}
