// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.StringDataType;

/** The sorted maps that a log file holds: those of the box itself, and those of each space. */
final class Tables {
    private static final String SPACE = "space.";
    private static final byte[] NOTHING = new byte[0];

    private final MVStore store;
    private final MVMap<String, byte[]> facts;
    private final MVMap<String, byte[]> marks;
    private final Map<SpaceId, SpaceTables> spaces = new HashMap<>();

    private Tables(MVStore store) {
        this.store = store;
        this.facts = open("facts", StringDataType.INSTANCE);
        this.marks = open("marks", StringDataType.INSTANCE);
    }

    static Tables of(MVStore store) {
        return new Tables(store);
    }

    private <K> MVMap<K, byte[]> open(String name, DataType<K> keys) {
        return store.openMap(name, new MVMap.Builder<K, byte[]>().keyType(keys)
            .valueType(ByteArrayDataType.INSTANCE));
    }

    /** About the file: id, format, size when it was last packed, which spaces it holds. */
    MVMap<String, byte[]> facts() {
        return facts;
    }

    /** The marks of the engine that are of no space. */
    MVMap<String, byte[]> marks() {
        return marks;
    }

    SpaceTables of(SpaceId space) {
        return spaces.computeIfAbsent(space, id -> SpaceTables.of(this::open, id + "."));
    }

    /** From now on the file holds this space. */
    void hold(SpaceId space) {
        facts.putIfAbsent(SPACE + space, NOTHING);
    }

    Set<SpaceId> held() {
        Set<SpaceId> held = new TreeSet<>();
        facts.cursor(SPACE).forEachRemaining(key -> {
            if (key.startsWith(SPACE)) {
                held.add(new SpaceId(Bytes.ofHex(key.substring(SPACE.length()))));
            }
        });
        return held;
    }

    /** Copies all entries to the maps of another store; {@code pause} runs every now and then. */
    void copyTo(Tables other, Runnable pause) {
        copy(facts, other.facts, pause);
        copy(marks, other.marks, pause);
        held().forEach(space -> of(space).copyTo(other.of(space), pause));
    }

    static <K> void copy(MVMap<K, byte[]> from, MVMap<K, byte[]> to, Runnable pause) {
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
