// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogs;

/** A store that adds up how long its commits take: a bench tells the disk's share by it. */
final class TimedLogs implements EventLogs {
    private final EventLogs logs;
    private final Map<SpaceId, EventLog> timed = new HashMap<>();
    private long commitNanos;

    TimedLogs(EventLogs logs) {
        this.logs = logs;
    }

    long commitNanos() {
        return commitNanos;
    }

    @Override
    public EventLog of(SpaceId space) {
        return timed.computeIfAbsent(space,
            key -> new TimedLog(logs.of(key), nanos -> commitNanos += nanos));
    }

    @Override
    public Set<SpaceId> spaces() {
        return logs.spaces();
    }

    @Override
    public Map<String, Bytes> marks() {
        return logs.marks();
    }

    @Override
    public void mark(Map<String, Bytes> marks) {
        logs.mark(marks);
    }
}
