// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.testkit.log.MemoryEventLog;

/** A log on a medium that fails when a test says so. */
final class MoodyLog implements EventLog {
    final MemoryEventLog log;
    /** Commits fail: nothing is written. */
    boolean full;
    /** The next commit is written, and yet throws. */
    boolean writesAndThrows;
    /** Reading fails. */
    boolean unreadable;
    Runnable onCommit = () -> { };
    int commits;
    /** How often blocks were read in the order in which they arrived, as at a start. */
    int reads;

    MoodyLog(MemoryEventLog log) {
        this.log = log;
    }

    MoodyLog() {
        this(new MemoryEventLog(Bytes.ofLong(1)));
    }

    private EventLog medium() {
        if (unreadable) {
            throw new EventLogException("the medium cannot be read");
        }
        return log;
    }

    @Override
    public void commit(Batch batch) {
        if (full) {
            throw new EventLogException("the medium is full");
        }
        onCommit.run();
        log.commit(batch);
        commits++;
        if (writesAndThrows) {
            writesAndThrows = false;
            throw new EventLogException("the power went");
        }
    }

    @Override
    public Bytes id() {
        return log.id();
    }

    @Override
    public void enclose(Block block) {
        if (full) {
            throw new EventLogException("the medium is full");
        }
        medium().enclose(block);
    }

    @Override
    public void setAside(Set<BlockId> blocks, Set<Integer> staged) {
        if (full) {
            throw new EventLogException("the medium is full");
        }
        medium().setAside(blocks, staged);
    }

    @Override
    public Aside aside() {
        return medium().aside();
    }

    @Override
    public List<Staged> staged() {
        return medium().staged();
    }

    @Override
    public Optional<Bytes> tokened(String token) {
        return medium().tokened(token);
    }

    @Override
    public Frontier frontier() {
        return medium().frontier();
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return medium().read(feed, from, max);
    }

    @Override
    public List<Block> arrived(long from, int max) {
        reads++;
        return medium().arrived(from, max);
    }

    @Override
    public long blocks() {
        return medium().blocks();
    }

    @Override
    public Map<String, Bytes> marks() {
        return medium().marks();
    }

    @Override
    public Checkpoint checkpoint() {
        return log.checkpoint();
    }
}
