// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.testkit.log.MemoryEventLogs;

/** A store whose marks and whose log of the pens' space fail when a test says so. */
final class MoodyLogs implements EventLogs {
    final MemoryEventLogs others = new MemoryEventLogs(Bytes.ofLong(77));
    private final MoodyLog main;
    private final Map<String, Bytes> marks = new HashMap<>();
    /** Marking fails: nothing is written. */
    boolean full;
    /** The next marks are written, and yet it throws. */
    boolean writesAndThrows;

    MoodyLogs(MoodyLog main) {
        this.main = main;
    }

    @Override
    public EventLog of(SpaceId space) {
        return space.equals(Pen.SPACE) ? main : others.of(space);
    }

    @Override
    public Set<SpaceId> spaces() {
        Set<SpaceId> spaces = new HashSet<>(others.spaces());
        spaces.add(Pen.SPACE);
        return spaces;
    }

    @Override
    public Map<String, Bytes> marks() {
        return Map.copyOf(marks);
    }

    @Override
    public void mark(Map<String, Bytes> replaced) {
        if (full || main.full) {
            throw new EventLogException("the medium is full");
        }
        marks.putAll(replaced);
        if (writesAndThrows) {
            writesAndThrows = false;
            throw new EventLogException("the power went");
        }
    }
}
