// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * The tables that a log file holds. What grows most, grows at its end.
 *
 * @param facts  about the file: id, format, size when it was last packed, how much is sealed
 * @param blocks number of arrival, to the block
 * @param places feed, number and number of arrival, to feed, number and id
 * @param tips   feed, number and id of each block that none follows, to nothing
 * @param staged running number, to the staged event
 * @param tokens the token of a staged event, to the name of the event
 * @param marks  the marks of the engine
 * @param aside  the id of a block that was damaged, or waits for such a one, to what is known of it
 * @param lost   running number, to a staged event that was damaged
 * @param notes  running number, to what people should know about the file
 */
record Tables(Table<String> facts, Table<Long> blocks, Table<byte[]> places, Table<byte[]> tips,
              Table<Long> staged, Table<String> tokens, Table<String> marks, Table<byte[]> aside,
              Table<Long> lost, Table<Long> notes) {
    static final String ID = "id";
    static final String FORMAT = "format";
    static final String PACKED = "packed";
    private static final String SEALED = "sealed";

    static Tables of(MVStore store) {
        return new Tables(Table.named(store, "facts"), Table.counted(store, "blocks"),
            Table.sorted(store, "places"), Table.sorted(store, "tips"),
            Table.counted(store, "staged"), Table.named(store, "tokens"),
            Table.named(store, "marks"), Table.sorted(store, "aside"),
            Table.counted(store, "lost"), Table.counted(store, "notes"));
    }

    /** All of them; what a file is about comes first. */
    List<Table<?>> all() {
        return List.of(facts, marks, notes, lost, aside, staged, tokens, tips, places, blocks);
    }

    /** The key behind the last of a table that counts from 0 on. */
    static long next(Table<Long> table) {
        Long last = table.lastKey();
        return last == null ? 0 : last + 1;
    }

    /** The running number of the next staged event: never one of an event that was sealed. */
    long nextStaged() {
        return Math.max(next(staged), sealed());
    }

    /** Staged events of lower numbers have been sealed. */
    long sealed() {
        byte[] sealed = facts.get(SEALED);
        return sealed == null ? 0 : Coding.number(sealed);
    }

    void sealedTo(long number) {
        facts.put(SEALED, Coding.number(number));
    }

    /**
     * Reads what is not read anyway when a box starts: all but blocks and tokens.
     *
     * @throws DamagedException if some of it is damaged
     */
    void verify() {
        for (Table<?> table : List.of(facts, marks, notes, lost, aside, staged, tips, places)) {
            table.rows().forEach(row -> { });
        }
        if (blocks.size() != next(blocks) || places.size() != blocks.size()) {
            throw new DamagedException("of " + next(blocks) + " blocks " + blocks.size()
                + " are there, and the places of " + places.size());
        }
    }

    /** Copies all entries to the tables of another store; {@code pause} runs now and then. */
    void copyTo(Tables other, Runnable pause) {
        copy(facts, other.facts, pause);
        copy(blocks, other.blocks, pause);
        copy(places, other.places, pause);
        copy(tips, other.tips, pause);
        copy(staged, other.staged, pause);
        copy(tokens, other.tokens, pause);
        copy(marks, other.marks, pause);
        copy(aside, other.aside, pause);
        copy(lost, other.lost, pause);
        copy(notes, other.notes, pause);
    }

    private static <K> void copy(Table<K> from, Table<K> to, Runnable pause) {
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
