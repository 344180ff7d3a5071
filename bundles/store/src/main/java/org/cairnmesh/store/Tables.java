// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.h2.mvstore.MVStore;

/** The tables that a log file holds: those of the box itself, and those of each space. */
final class Tables {
    static final String ID = "id";
    static final String FORMAT = "format";
    static final String PACKED = "packed";
    private static final String SPACE = "space.";
    private static final byte[] NOTHING = new byte[0];

    private final MVStore store;
    private final Table<String> facts;
    private final Table<String> marks;
    private final Table<Long> notes;
    private final Map<SpaceId, SpaceTables> spaces = new HashMap<>();

    private Tables(MVStore store) {
        this.store = store;
        this.facts = Table.named(store, "facts");
        this.marks = Table.named(store, "marks");
        this.notes = Table.counted(store, "notes");
    }

    static Tables of(MVStore store) {
        return new Tables(store);
    }

    /** About the file: id, format, size when it was last packed, which spaces it holds. */
    Table<String> facts() {
        return facts;
    }

    /** The marks of the engine that are of no space. */
    Table<String> marks() {
        return marks;
    }

    /** Running number, to what people should know about the file. */
    Table<Long> notes() {
        return notes;
    }

    SpaceTables of(SpaceId space) {
        return spaces.computeIfAbsent(space, id -> SpaceTables.of(store, id));
    }

    /** From now on the file holds this space. */
    void hold(SpaceId space) {
        facts.putIfAbsent(SPACE + space, NOTHING);
    }

    Set<SpaceId> held() {
        Set<SpaceId> held = new TreeSet<>();
        facts.from(SPACE).forEach(row -> {
            if (row.key().startsWith(SPACE)) {
                held.add(new SpaceId(Bytes.ofHex(row.key().substring(SPACE.length()))));
            }
        });
        return held;
    }

    /** Reads what is not read anyway when a box starts; fails as {@link SpaceTables#verify}. */
    void verify() {
        facts.rows().forEach(row -> { });
        marks.rows().forEach(row -> { });
        notes.rows().forEach(row -> { });
        held().forEach(space -> of(space).verify());
    }

    /** Copies all entries to the tables of another store; {@code pause} runs now and then. */
    void copyTo(Tables other, Runnable pause) {
        copy(facts, other.facts, pause);
        copy(marks, other.marks, pause);
        copy(notes, other.notes, pause);
        held().forEach(space -> of(space).copyTo(other.of(space), pause));
    }

    static <K> void copy(Table<K> from, Table<K> to, Runnable pause) {
        long bytes = 0;
        for (Table.Row<K> row : from.rows()) {
            to.put(row.key(), row.value());
            bytes += 64 + row.value().length;
            if (bytes > 1 << 20) {
                pause.run();
                bytes = 0;
            }
        }
        pause.run();
    }
}
