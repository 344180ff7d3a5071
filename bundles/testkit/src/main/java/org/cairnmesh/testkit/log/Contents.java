// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.log.Staged;

/** All that a log answers, as one value: two logs that hold the same have equal contents. */
public record Contents(Bytes id, List<Block> arrived, Map<FeedId, List<Block>> feeds,
                       Frontier frontier, List<Staged> staged, Map<String, Bytes> marks) {
    public static Contents of(EventLog log) {
        int all = Math.toIntExact(log.blocks());
        Frontier frontier = log.frontier();
        Map<FeedId, List<Block>> feeds = new LinkedHashMap<>();
        frontier.tips().keySet().forEach(feed -> feeds.put(feed, log.read(feed, 1, all)));
        return new Contents(log.id(), log.arrived(0, all + 1), feeds, frontier, log.staged(),
            log.marks());
    }

    /** What a log answers for these tokens, which it cannot list itself. */
    public static Map<String, Optional<Bytes>> tokened(EventLog log, Iterable<String> tokens) {
        Map<String, Optional<Bytes>> names = new LinkedHashMap<>();
        tokens.forEach(token -> names.put(token, log.tokened(token)));
        return names;
    }
}
