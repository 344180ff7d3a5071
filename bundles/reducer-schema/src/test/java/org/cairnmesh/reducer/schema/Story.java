// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.reduce.Causality;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/** Events of one key told one by one in the total order, each with what its author had seen. */
final class Story {
    private final SchemaReducer reducer = new SchemaReducer();
    private final Map<EventId, Event> events = new HashMap<>();
    /** What the reducer asked about while the last event was folded. */
    final List<EventId> asked = new ArrayList<>();
    Document state = Document.EMPTY;
    Event last;

    /** Appends a draft on a box; its author had seen these events and no others. */
    EventId tell(String box, long atMillis, Draft draft, EventId... seen) {
        EventId id = new EventId(Bytes.ofLong(7), events.size());
        last = new Event(id, draft.kind(), draft.payload(), draft.by(), atMillis, draft.basis());
        events.put(id, last);
        fold(last, box, List.of(seen));
        return id;
    }

    void tellAgain(Event event, String box) {
        fold(event, box, List.of());
    }

    Key key() {
        return reducer.key(last);
    }

    List<RecordView> records() {
        return RecordView.of(reducer.view(state));
    }

    /** The only record that is shown. */
    RecordView record() {
        if (records().size() != 1) {
            throw new AssertionError(records().size() + " records: " + records());
        }
        return records().get(0);
    }

    /** The values of a field of the only record, the one that is shown first in front. */
    List<Object> values(String field) {
        return values(record(), field);
    }

    static List<Object> values(RecordView record, String field) {
        return record.fields().getOrDefault(field, List.of()).stream()
            .<Object>map(RecordView.Head::value).toList();
    }

    private void fold(Event event, String box, List<EventId> seen) {
        asked.clear();
        state = reducer.fold(state, event, new Causality() {
            @Override
            public boolean saw(EventId earlier) {
                asked.add(earlier);
                return Optional.of(seen).filter(s -> event.basis().isEmpty())
                    .or(event::basis).orElseThrow().contains(earlier);
            }

            @Override
            public int precedence(EventId a, EventId b) {
                return Comparator.comparingLong(Event::atMillis).thenComparing(Event::id)
                    .compare(events.get(a), events.get(b));
            }

            @Override
            public DeviceId device() {
                return new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
            }

            @Override
            public String box() {
                return box;
            }
        });
    }
}
