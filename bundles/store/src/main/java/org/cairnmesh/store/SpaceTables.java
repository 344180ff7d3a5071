// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.List;
import org.cairnmesh.api.event.SpaceId;
import org.h2.mvstore.MVStore;

/**
 * The tables that a log file holds of one space. What grows most, grows at its end.
 *
 * @param counts how far staged events are sealed, how often something was set aside
 * @param blocks number of arrival, to the block
 * @param places feed, number and number of arrival, to feed, number and id
 * @param tips   feed, number and id of each block that none follows, to nothing
 * @param staged running number, to the staged event
 * @param tokens the token of a staged event, to the name of the event
 * @param marks  the marks of the engine
 * @param aside  the id of a block that was damaged, or waits for such a one, to what is known of it
 * @param lost   running number, to a staged event that was damaged
 */
record SpaceTables(Table<String> counts, Table<Long> blocks, Table<byte[]> places,
                   Table<byte[]> tips, Table<Long> staged, Table<String> tokens,
                   Table<String> marks, Table<byte[]> aside, Table<Long> lost) {
    private static final String SEALED = "sealed";
    private static final String LOSSES = "losses";

    /** Those of a space, whose names all start alike. */
    static SpaceTables of(MVStore store, SpaceId space) {
        String prefix = space + ".";
        return new SpaceTables(Table.named(store, prefix + "counts"),
            Table.counted(store, prefix + "blocks"), Table.sorted(store, prefix + "places"),
            Table.sorted(store, prefix + "tips"), Table.counted(store, prefix + "staged"),
            Table.named(store, prefix + "tokens"), Table.named(store, prefix + "marks"),
            Table.sorted(store, prefix + "aside"), Table.counted(store, prefix + "lost"));
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
        return count(SEALED);
    }

    void sealedTo(long number) {
        counts.put(SEALED, Coding.number(number));
    }

    /** How often something was set aside: then numbers of arrival have changed. */
    long losses() {
        return count(LOSSES);
    }

    void lose() {
        counts.put(LOSSES, Coding.number(losses() + 1));
    }

    private long count(String name) {
        byte[] count = counts.get(name);
        return count == null ? 0 : Coding.number(count);
    }

    /**
     * Reads what is not read anyway when a box starts: all but blocks and tokens.
     *
     * @throws DamagedException if some of it is damaged
     */
    void verify() {
        for (Table<?> table : List.of(counts, marks, lost, aside, staged, tips, places)) {
            table.rows().forEach(row -> { });
        }
        if (blocks.size() != next(blocks) || places.size() != blocks.size()) {
            throw new DamagedException("of " + next(blocks) + " blocks " + blocks.size()
                + " are there, and the places of " + places.size());
        }
    }

    /** Copies all entries to the tables of another store; {@code pause} runs now and then. */
    void copyTo(SpaceTables other, Runnable pause) {
        Tables.copy(counts, other.counts, pause);
        Tables.copy(blocks, other.blocks, pause);
        Tables.copy(places, other.places, pause);
        Tables.copy(tips, other.tips, pause);
        Tables.copy(staged, other.staged, pause);
        Tables.copy(tokens, other.tokens, pause);
        Tables.copy(marks, other.marks, pause);
        Tables.copy(aside, other.aside, pause);
        Tables.copy(lost, other.lost, pause);
    }
}
