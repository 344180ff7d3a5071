// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

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
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/** A log of a store whose power can be cut. */
final class FaultyLog implements EventLog {
    private final EventLog log;
    private final FaultyLogs store;

    FaultyLog(EventLog log, FaultyLogs store) {
        this.log = log;
        this.store = store;
    }

    private EventLog power() {
        store.power();
        return log;
    }

    @Override
    public void commit(Batch batch) {
        store.write(() -> log.commit(batch));
    }

    @Override
    public Bytes id() {
        return log.id();
    }

    @Override
    public void enclose(Block block) {
        store.write(() -> log.enclose(block));
    }

    @Override
    public void setAside(Set<BlockId> blocks, Set<Integer> staged) {
        power().setAside(blocks, staged);
    }

    @Override
    public Aside aside() {
        return power().aside();
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
