// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/** A log whose power can be cut in the middle of a commit: written or not, it does not return. */
final class FaultyLog implements EventLog {
    private final EventLog log;
    private boolean armed;
    private boolean written;
    private boolean crashed;

    FaultyLog(EventLog log) {
        this.log = log;
    }

    void crash(boolean afterWriting) {
        armed = true;
        written = afterWriting;
    }

    boolean crashed() {
        return crashed;
    }

    private EventLog power() {
        if (crashed) {
            throw new EventLogException("no power", new IllegalStateException("cut"));
        }
        return log;
    }

    @Override
    public void commit(Batch batch) {
        if (armed && !crashed) {
            if (written) {
                log.commit(batch);
            }
            crashed = true;
        }
        power().commit(batch);
    }

    @Override
    public Bytes id() {
        return log.id();
    }

    @Override
    public List<Staged> staged() {
        return power().staged();
    }

    @Override
    public Optional<Bytes> tokened(String token) {
        return power().tokened(token);
    }

    @Override
    public Frontier frontier() {
        return power().frontier();
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return power().read(feed, from, max);
    }

    @Override
    public List<Block> arrived(long from, int max) {
        return power().arrived(from, max);
    }

    @Override
    public long blocks() {
        return power().blocks();
    }

    @Override
    public Map<String, Bytes> marks() {
        return power().marks();
    }

    @Override
    public Checkpoint checkpoint() {
        return log.checkpoint();
    }
}
