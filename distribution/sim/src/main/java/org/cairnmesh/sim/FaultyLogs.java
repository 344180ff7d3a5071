// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.EventLogs;

/** A store whose power can be cut in the middle of a commit: written or not, it does not return. */
final class FaultyLogs implements EventLogs {
    private final EventLogs logs;
    private boolean armed;
    private boolean written;
    private boolean crashed;

    FaultyLogs(EventLogs logs) {
        this.logs = logs;
    }

    void crash(boolean afterWriting) {
        armed = true;
        written = afterWriting;
    }

    boolean crashed() {
        return crashed;
    }

    /** Fails if there is no power. */
    void power() {
        if (crashed) {
            throw new EventLogException("no power", new IllegalStateException("cut"));
        }
    }

    /** Writes, unless the power is cut before or right behind it. */
    void write(Runnable commit) {
        if (armed && !crashed) {
            if (written) {
                commit.run();
            }
            crashed = true;
        }
        power();
        commit.run();
    }

    @Override
    public EventLog of(SpaceId space) {
        return new FaultyLog(logs.of(space), this);
    }

    @Override
    public Set<SpaceId> spaces() {
        power();
        return logs.spaces();
    }

    @Override
    public Map<String, Bytes> marks() {
        power();
        return logs.marks();
    }

    @Override
    public void mark(Map<String, Bytes> marks) {
        write(() -> logs.mark(marks));
    }
}
