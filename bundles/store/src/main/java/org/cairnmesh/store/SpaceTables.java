// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The sorted maps that a log file holds of one space. What grows most, grows at its end.
 *
 * @param blocks number of arrival, to the block
 * @param places feed, number and number of arrival, to the id of the block
 * @param tips   feed, number and id of each block that none follows, to nothing
 * @param staged running number, to the staged event
 * @param tokens the token of a staged event, to the name of the event
 * @param marks  the marks of the engine
 */
record SpaceTables(MVMap<Long, byte[]> blocks, MVMap<byte[], byte[]> places,
                   MVMap<byte[], byte[]> tips, MVMap<Long, byte[]> staged,
                   MVMap<String, byte[]> tokens, MVMap<String, byte[]> marks) {
    /** How a map of a file is opened. */
    interface Opener {
        <K> MVMap<K, byte[]> open(String name, DataType<K> keys);
    }

    /** Those of a space, whose names all start alike. */
    static SpaceTables of(Opener file, String prefix) {
        return new SpaceTables(file.open(prefix + "blocks", LongDataType.INSTANCE),
            file.open(prefix + "places", ByteArrayDataType.INSTANCE),
            file.open(prefix + "tips", ByteArrayDataType.INSTANCE),
            file.open(prefix + "staged", LongDataType.INSTANCE),
            file.open(prefix + "tokens", StringDataType.INSTANCE),
            file.open(prefix + "marks", StringDataType.INSTANCE));
    }

    /** The key behind the last of a map that counts from 0 on. */
    static long next(MVMap<Long, byte[]> map) {
        Long last = map.lastKey();
        return last == null ? 0 : last + 1;
    }

    /** Copies all entries to the maps of another store; {@code pause} runs every now and then. */
    void copyTo(SpaceTables other, Runnable pause) {
        Tables.copy(blocks, other.blocks, pause);
        Tables.copy(places, other.places, pause);
        Tables.copy(tips, other.tips, pause);
        Tables.copy(staged, other.staged, pause);
        Tables.copy(tokens, other.tokens, pause);
        Tables.copy(marks, other.marks, pause);
    }
}
