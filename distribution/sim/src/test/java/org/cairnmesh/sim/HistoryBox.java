// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.core.engine.Box;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.core.engine.Journal;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.reducer.schema.SchemaReducer;
import org.cairnmesh.testkit.log.MemoryEventLog;

/** A box of a generated history: the real engine state on a log in memory, without radio. */
final class HistoryBox {
    static final String FORM = "water";

    final Box box;
    MemoryEventLog log;
    Held held;
    long clockOffset;
    final List<Draft> drafts = new ArrayList<>();

    HistoryBox(Box box, MemoryEventLog log, long nowMillis) {
        this.box = box;
        this.log = log;
        start(nowMillis);
    }

    static HistoryBox fresh(String name, Random random) {
        byte[] secret = new byte[Identity.SECRET_SIZE];
        random.nextBytes(secret);
        byte[] logId = new byte[8];
        random.nextBytes(logId);
        return new HistoryBox(new Box(new Identity(Bytes.of(secret)), name, "demo", random),
            new MemoryEventLog(Bytes.of(logId)), 0);
    }

    /** Starts on what the log holds, as after a loss of power. */
    void start(long nowMillis) {
        held = new Held(new Journal(log), box, reason -> { }, nowMillis + clockOffset);
        held.install(new SchemaReducer());
        settle(nowMillis);
        held.commit();
    }

    private void settle(long nowMillis) {
        while (!held.fold(1_000, nowMillis)) {
            held.commit();
        }
    }

    EventId append(Draft draft, long nowMillis) {
        settle(nowMillis);
        held.at(nowMillis + clockOffset);
        Appended appended = held.append(draft);
        settle(nowMillis);
        held.commit();
        return appended.accepted();
    }

    void seal(long nowMillis) {
        held.at(nowMillis + clockOffset);
        held.contact();
        settle(nowMillis);
        held.commit();
    }

    void admit(Block block, long nowMillis) {
        held.at(nowMillis + clockOffset);
        held.admit(block);
        settle(nowMillis);
        held.commit();
    }

    /** Sets a field, as someone who sees what the box shows now. */
    Draft edit(String record, String field, long value) {
        return RecordDrafts.set(new RecordRef.ByKey(record, FORM),
            Map.of(field, Item.of(value)), "");
    }

    /** The heads of a field, as they are shown. */
    List<EventId> heads(String record, String field) {
        return records().stream().filter(r -> r.name().equals(record))
            .flatMap(r -> r.fields().getOrDefault(field, List.of()).stream())
            .map(head -> head.said().event()).toList();
    }

    List<RecordView> records() {
        List<RecordView> records = new ArrayList<>();
        Optional.ofNullable(held.projections().views().get(Kinds.REDUCER)).ifPresent(view ->
            view.documents().forEach(e -> records.addAll(RecordView.of(e.getValue()))));
        return records;
    }

    boolean has(BlockId id) {
        return held.graph().get(id).isPresent();
    }

    /** Every block, each after its previous one. */
    List<Place> blocks() {
        List<Place> places = new ArrayList<>(held.graph().places());
        places.sort(Comparator.comparingLong(Place::number).thenComparing(Place::id));
        return places;
    }

    /** Every value that is shown, with all heads. */
    Map<String, List<EventId>> view() {
        Map<String, List<EventId>> view = new TreeMap<>();
        records().forEach(record -> record.fields().forEach((field, heads) ->
            view.put(record.name() + "/" + field,
                heads.stream().map(head -> head.said().event()).toList())));
        return view;
    }
}
