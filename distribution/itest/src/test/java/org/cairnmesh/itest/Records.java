// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Values;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/** The records that a snapshot shows. */
record Records(Snapshot snapshot) {
    /** What the reducer of records shows, if it shows all that is held. */
    Optional<Snapshot.View> whole() {
        return Optional.ofNullable(snapshot.views().get(Kinds.REDUCER))
            .filter(view -> !view.stale());
    }

    /** The record of a key; there is one form. */
    Optional<RecordView> record(String key) {
        SortedTree<Key, Document> documents = snapshot.documents(Kinds.REDUCER);
        return documents.get(new Key("k:" + key)).map(RecordView::of)
            .flatMap(records -> records.stream().findFirst());
    }

    long notes(Writer writer) {
        return writer.keys().stream()
            .mapToLong(key -> record(key).map(record -> record.notes().size()).orElse(0)).sum();
    }

    /** Every draft that was accepted is there once, by its id, and nothing else. */
    void assertExactly(Writer writer) {
        Ledger ledger = writer.ledger();
        for (String key : writer.keys()) {
            RecordView record = record(key).orElseThrow(() -> new AssertionError("no " + key));
            List<String> creates = new ArrayList<>();
            record.creates().forEach(create -> creates.add(create.event().toString()));
            assertEquals(key, List.copyOf(ledger.of(key, Ledger.What.CREATE).keySet()), creates);
            Map<String, String> notes = new TreeMap<>();
            record.notes().forEach(note -> notes.put(note.said().event().toString(), note.text()));
            assertEquals(key, ledger.of(key, Ledger.What.NOTE), notes);
            assertEquals(key + " shows a note twice", notes.size(), record.notes().size());
            Map<String, String> heads = new TreeMap<>();
            record.fields().getOrDefault(Writer.FIELD, List.of()).forEach(head ->
                heads.put(head.said().event().toString(), Values.text(head.value())));
            assertEquals(key, ledger.last(key, Ledger.What.SET), heads);
            assertEquals(key, List.of(), record.problems());
        }
    }
}
