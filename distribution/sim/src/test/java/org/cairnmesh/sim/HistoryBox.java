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
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;
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
    private final Rulings rulings;
    private Rules rules;

    HistoryBox(Box box, MemoryEventLog log, Rulings rulings, Rules rules, long nowMillis) {
        this.box = box;
        this.log = log;
        this.rulings = rulings;
        this.rules = rules;
        start(nowMillis);
    }

    /** A box that runs beside this one on a copy of its disk. */
    HistoryBox twin(long nowMillis) {
        return on(log.copy(), nowMillis);
    }

    /** A box like this one that starts on another log. */
    HistoryBox on(MemoryEventLog other, long nowMillis) {
        return new HistoryBox(box, other, rulings, rules, nowMillis);
    }

    /** Starts on an older copy of its log; what it had learnt since is gone. */
    void restore(MemoryEventLog older, long nowMillis) {
        log = older.copy();
        rules = Rules.NONE;
        start(nowMillis);
        ruled(nowMillis);
    }

    static HistoryBox fresh(Identity identity, String name, Random random, Rulings rulings) {
        byte[] logId = new byte[8];
        random.nextBytes(logId);
        return new HistoryBox(new Box(identity, name, "demo", random),
            new MemoryEventLog(Bytes.of(logId)), rulings, Rules.NONE, 0);
    }

    /** Starts on what the log holds, as after a loss of power. */
    void start(long nowMillis) {
        held = new Held(new Journal(log, Keyring.NONE, rules), box, reason -> { },
            nowMillis + clockOffset);
        held.install(new SchemaReducer());
        settle(nowMillis);
        held.commit();
    }

    /** Obeys what the owner has ruled, if that is something new. */
    private void ruled(long nowMillis) {
        Rules next = rulings.of(held);
        if (next.equals(rules)) {
            return;
        }
        rules = next;
        held.obey(next);
        settle(nowMillis);
        held.commit();
    }

    /** The same log, read from its start under the rules that hold now. */
    HistoryBox readAnew(long nowMillis) {
        held.commit();
        return twin(nowMillis);
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
        ruled(nowMillis);
    }

    void admit(Block block, long nowMillis) {
        held.at(nowMillis + clockOffset);
        held.admit(block);
        settle(nowMillis);
        held.commit();
        ruled(nowMillis);
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
