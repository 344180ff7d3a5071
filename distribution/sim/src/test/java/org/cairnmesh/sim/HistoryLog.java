// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.HashMap;
import java.util.Map;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Header;

/** The events in a log, as their headers count them. */
final class HistoryLog {
    private HistoryLog() { }

    /** How often each event stands in the blocks of a log. */
    static Map<EventId, Integer> held(EventLog log) {
        Map<EventId, Integer> held = new HashMap<>();
        Map<Object, Author> authors = new HashMap<>();
        for (Block block : log.arrived(0, Integer.MAX_VALUE)) {
            Header header = Header.decode(block.header());
            header.founding().ifPresent(f -> authors.put(header.feed(),
                Author.of(f)));
            for (int i = 0; i < header.events(); i++) {
                held.merge(new EventId(authors.get(header.feed()).origin(header.start()),
                    header.first() + i), 1, Integer::sum);
            }
        }
        return held;
    }
}
