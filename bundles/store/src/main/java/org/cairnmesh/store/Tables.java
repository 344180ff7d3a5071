// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The sorted maps that a log file holds. What grows most, grows at its end.
 *
 * @param facts  about the file: id, format, size when it was last packed
 * @param blocks number of arrival, to the block
 * @param places feed, number and number of arrival, to the id of the block
 * @param tips   feed, number and id of each block that none follows, to nothing
 * @param staged running number, to the staged event
 * @param tokens the token of a staged event, to the name of the event
 * @param marks  the marks of the engine
 */
record Tables(MVMap<String, byte[]> facts, MVMap<Long, byte[]> blocks,
              MVMap<byte[], byte[]> places, MVMap<byte[], byte[]> tips,
              MVMap<Long, byte[]> staged, MVMap<String, byte[]> tokens,
              MVMap<String, byte[]> marks) {
    static Tables of(MVStore store) {
        return new Tables(map(store, "facts", StringDataType.INSTANCE),
            map(store, "blocks", LongDataType.INSTANCE),
            map(store, "places", ByteArrayDataType.INSTANCE),
            map(store, "tips", ByteArrayDataType.INSTANCE),
            map(store, "staged", LongDataType.INSTANCE),
            map(store, "tokens", StringDataType.INSTANCE),
            map(store, "marks", StringDataType.INSTANCE));
    }

    private static <K> MVMap<K, byte[]> map(MVStore store, String name, DataType<K> keys) {
        return store.openMap(name, new MVMap.Builder<K, byte[]>().keyType(keys)
            .valueType(ByteArrayDataType.INSTANCE));
    }

    /** The key behind the last of a map that counts from 0 on. */
    static long next(MVMap<Long, byte[]> map) {
        Long last = map.lastKey();
        return last == null ? 0 : last + 1;
    }

    /** Copies all entries to the maps of another store; {@code pause} runs every now and then. */
    void copyTo(Tables other, Runnable pause) {
        copy(facts, other.facts, pause);
        copy(blocks, other.blocks, pause);
        copy(places, other.places, pause);
        copy(tips, other.tips, pause);
        copy(staged, other.staged, pause);
        copy(tokens, other.tokens, pause);
        copy(marks, other.marks, pause);
    }

    private static <K> void copy(MVMap<K, byte[]> from, MVMap<K, byte[]> to, Runnable pause) {
        long bytes = 0;
        for (var cursor = from.cursor(null); cursor.hasNext();) {
            K key = cursor.next();
            to.put(key, cursor.getValue());
            bytes += 64 + cursor.getValue().length;
            if (bytes > 1 << 20) {
                pause.run();
                bytes = 0;
            }
        }
        pause.run();
    }
}
