// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.List;
import java.util.stream.StreamSupport;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Values;

/** What a simulated box shows of a record. */
final class Shown {
    private Shown() { }

    static RecordView record(SimBox box, String key) {
        return StreamSupport.stream(box.snapshot().documents(Kinds.REDUCER).spliterator(), false)
            .flatMap(entry -> RecordView.of(entry.getValue()).stream())
            .filter(record -> record.name().equals(key)).findFirst().orElseThrow();
    }

    /** The heads of a field, the one shown first in front. */
    static List<EventId> heads(SimBox box, String key, String field) {
        return record(box, key).fields().get(field).stream().map(h -> h.said().event()).toList();
    }

    static List<String> values(SimBox box, String key, String field) {
        return record(box, key).fields().get(field).stream()
            .map(head -> Values.text(head.value())).toList();
    }
}
