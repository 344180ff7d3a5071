// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.Checkpoint;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/** A file with the log of one space. */
final class OneLog implements EventLog, AutoCloseable {
    static final SpaceId SPACE = new SpaceId(Bytes.of("the only space..".getBytes()));

    private final MvEventLogs logs;
    private final EventLog log;

    OneLog(Disk disk, Path path, RandomGenerator random, long slackBytes) {
        logs = new MvEventLogs(disk, path, random, slackBytes);
        log = logs.of(SPACE);
    }

    @Override
    public Bytes id() {
        return log.id();
    }

    @Override
    public void commit(Batch batch) {
        log.commit(batch);
    }

    @Override
    public void enclose(Block block) {
        log.enclose(block);
    }

    @Override
    public void setAside(Set<BlockId> blocks, Set<Integer> staged) {
        log.setAside(blocks, staged);
    }

    @Override
    public Aside aside() {
        return log.aside();
    }

    @Override
    public List<Staged> staged() {
        return log.staged();
    }

    @Override
    public Optional<Bytes> tokened(String token) {
        return log.tokened(token);
    }

    @Override
    public Frontier frontier() {
        return log.frontier();
    }

    @Override
    public List<Block> read(FeedId feed, long from, int max) {
        return log.read(feed, from, max);
    }

    @Override
    public List<Block> arrived(long from, int max) {
        return log.arrived(from, max);
    }

    @Override
    public long blocks() {
        return log.blocks();
    }

    @Override
    public Map<String, Bytes> marks() {
        return log.marks();
    }

    @Override
    public void close() {
        logs.close();
    }

    @Override
    public Checkpoint checkpoint() {
        return log.checkpoint();
    }
}
