// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogs;

/** The logs of a box in one file of H2's MVStore. One thread at a time. */
public class MvEventLogs implements EventLogs, AutoCloseable {
    static final String CHECKPOINT = "views.mv";

    private final LogFile file;
    private final MvCheckpoint checkpoint;
    private final Map<SpaceId, MvEventLog> logs = new HashMap<>();

    /** Opens the file, or makes an empty one with an id from {@code random}. */
    MvEventLogs(Disk disk, Path path, RandomGenerator random, long slackBytes) {
        file = new LogFile(disk, path, random, slackBytes);
        checkpoint = MvCheckpoint.beside(path, disk);
    }

    /** The logs in this file, for programs that need no framework. */
    public static MvEventLogs open(Path path, RandomGenerator random) {
        return new MvEventLogs(Disk.REAL, path, random, LogFile.SLACK_BYTES);
    }

    @Override
    public EventLog of(SpaceId space) {
        return logs.computeIfAbsent(space, key -> new MvEventLog(file, key,
            new SpaceCheckpoint(checkpoint, key + ":")));
    }

    @Override
    public Set<SpaceId> spaces() {
        return Set.copyOf(file.query(Tables::held));
    }

    @Override
    public Map<String, Bytes> marks() {
        return file.query(tables -> {
            Map<String, Bytes> marks = new HashMap<>();
            tables.marks().rows().forEach(row -> marks.put(row.key(), Bytes.of(row.value())));
            return Map.copyOf(marks);
        });
    }

    @Override
    public void mark(Map<String, Bytes> marks) {
        file.change(tables ->
            marks.forEach((name, mark) -> tables.marks().put(name, mark.toArray())));
    }

    @Override
    public void close() {
        checkpoint.close();
        file.close();
    }
}
