// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLogs;

/**
 * The store of a box in memory, written to be read. One thread at a time. A {@link #copy} stands
 * for the file that a crash, a backup or a clone leaves.
 */
public final class MemoryEventLogs implements EventLogs {
    private final Bytes id;
    private final Map<SpaceId, MemoryEventLog> logs = new TreeMap<>();
    private final Map<String, Bytes> marks = new HashMap<>();

    /** An empty store; its logs have ids that follow from this one of eight bytes. */
    public MemoryEventLogs(Bytes id) {
        this.id = id;
    }

    @Override
    public MemoryEventLog of(SpaceId space) {
        long high = space.value().head(8).toLong();
        long low = space.value().slice(8, 8).toLong();
        return logs.computeIfAbsent(space, key -> new MemoryEventLog(
            Bytes.ofLong(id.toLong() ^ high ^ Long.rotateLeft(low, 7))));
    }

    /** A store with the same content and ids, which goes its own way from now on. */
    public MemoryEventLogs copy() {
        MemoryEventLogs copy = new MemoryEventLogs(id);
        logs.forEach((space, log) -> copy.logs.put(space, log.copy()));
        copy.marks.putAll(marks);
        return copy;
    }

    @Override
    public Set<SpaceId> spaces() {
        Set<SpaceId> held = new TreeSet<>(logs.keySet());
        held.removeIf(space -> logs.get(space).isUnused());
        return held;
    }

    @Override
    public Map<String, Bytes> marks() {
        return Map.copyOf(marks);
    }

    @Override
    public void mark(Map<String, Bytes> replaced) {
        marks.putAll(replaced);
    }
}
