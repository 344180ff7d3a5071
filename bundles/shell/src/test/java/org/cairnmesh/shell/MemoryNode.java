// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.SortedTree;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Doubts;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.FormView;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Key;

/** A node in memory: accepts what a box would, and folds it in the obvious way. Thread-safe. */
final class MemoryNode implements Node {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Bytes origin;
    private final List<Draft> accepted = new ArrayList<>();
    private final Map<String, EventId> tokens = new HashMap<>();
    private final Map<Kind, Long> kinds = new TreeMap<>();
    private final Deque<Appended.Refused> refusals = new ArrayDeque<>();
    private SortedTree<Key, Document> documents = SortedTree.empty();
    private Snapshot.Folding folding = Snapshot.Folding.COMPLETE;
    private final List<Order> ordered = new ArrayList<>();
    private Optional<Ordered> answer = Optional.empty();
    private String silence = "";
    private List<Snapshot.Member> members = List.of();
    private Doubts doubts = Doubts.NONE;

    MemoryNode() {
        this("00000000000000aa");
    }

    MemoryNode(String origin) {
        this.origin = Bytes.ofHex(origin);
    }

    @Override
    public synchronized CompletionStage<Appended> append(Draft draft) {
        return CompletableFuture.completedFuture(answer(draft));
    }

    private Appended answer(Draft draft) {
        if (!refusals.isEmpty()) {
            return refusals.peek().reason() == Appended.Reason.UNAVAILABLE
                ? refusals.peek() : refusals.remove();
        }
        if (Cbor.encode(draft.payload()).size() > Limits.EVENT_BYTES_MAX) {
            return new Appended.Refused(Appended.Reason.OVERSIZE, "the event is too large");
        }
        if (tokens.containsKey(draft.token())) {
            return new Appended.Accepted(tokens.get(draft.token()));
        }
        EventId id = new EventId(origin, accepted.size());
        accepted.add(draft);
        kinds.merge(draft.kind(), 1L, Long::sum);
        if (!draft.token().isEmpty()) {
            tokens.put(draft.token(), id);
        }
        fold(draft, id);
        return new Appended.Accepted(id);
    }

    /** The next appends are refused in turn; after an UNAVAILABLE, all of them. */
    synchronized void refuse(Appended.Reason... reasons) {
        for (Appended.Reason reason : reasons) {
            refusals.add(new Appended.Refused(reason, "as the test wants"));
        }
    }

    synchronized List<Draft> accepted() {
        return List.copyOf(accepted);
    }

    /** Shows a record that no draft made, such as one with a conflict. */
    synchronized void show(RecordView record) {
        Key key = new Key(record.name());
        List<RecordView> all = new ArrayList<>(documents.get(key).map(RecordView::of)
            .orElse(List.of()));
        all.removeIf(other -> other.form().equals(record.form()));
        all.add(record);
        documents = documents.put(key, RecordView.document(all));
    }

    /** From now on the box doubts this. */
    synchronized void doubt(Doubts now) {
        doubts = now;
    }

    /** From now on what is shown is marked so. */
    synchronized void fold(Snapshot.Folding how) {
        folding = how;
    }

    @Override
    public synchronized CompletionStage<Ordered> order(Order order) {
        ordered.add(order);
        return CompletableFuture.completedFuture(answer.orElseGet(() -> new Ordered.Done(
            List.of("as ordered"), Item.Table.EMPTY.with("did", Item.of(order.toString())))));
    }

    synchronized List<Order> ordered() {
        return List.copyOf(ordered);
    }

    /** From now on the box is a member of its spaces. */
    synchronized void enrolled() {
        byte[] id = new byte[DeviceId.SIZE];
        id[0] = 1;
        members = List.of(new Snapshot.Member(new DeviceId(Bytes.of(id)), "base",
            Snapshot.Standing.ADMIN, true, 16));
    }

    /** From now on the current space only listens, for this reason. */
    synchronized void silence(String why) {
        silence = why;
    }

    /** From now on orders are answered so. */
    synchronized void answerOrders(Ordered with) {
        answer = Optional.of(with);
    }

    private void fold(Draft draft, EventId id) {
        RecordView.Said said =
            new RecordView.Said(id, draft.by(), "base", NOW.toEpochMilli() + id.number());
        if (draft.kind().equals(Kinds.RESOLVE)) {
            String form = draft.payload().text(RecordDrafts.FORM);
            documents = documents.put(FormView.key(form), new FormView(form, Map.of(
                draft.payload().text(RecordDrafts.FIELD), List.of(new RecordView.Head(
                    draft.payload().get(RecordDrafts.RESOLVER), said))), List.of()).document());
            return;
        }
        if (draft.kind().equals(Kinds.CREATE)) {
            String form = draft.payload().text(RecordDrafts.FORM);
            RecordRef ref = RecordRef.key(draft.payload().get(RecordDrafts.KEY))
                .<RecordRef>map(key -> new RecordRef.ByKey(key, form))
                .orElseGet(() -> new RecordRef.ById(id));
            RecordView before = find(ref, form).orElse(
                new RecordView(ref, form, List.of(), Map.of(), List.of(), List.of(), List.of()));
            List<RecordView.Said> creates = new ArrayList<>(before.creates());
            creates.add(said);
            show(new RecordView(ref, form, creates, with(before, draft, said), before.notes(),
                before.attachments(), before.problems()));
            return;
        }
        RecordRef ref = RecordRef.of(draft.payload().get(RecordDrafts.RECORD)).orElseThrow();
        find(ref, ref instanceof RecordRef.ByKey byKey ? byKey.form() : "")
            .ifPresent(record -> show(change(record, draft, said)));
    }

    private Optional<RecordView> find(RecordRef ref, String form) {
        return documents.get(new Key(ref.name())).stream()
            .flatMap(document -> RecordView.of(document).stream())
            .filter(record -> form.isEmpty() || record.form().equals(form)).findFirst();
    }

    private static RecordView change(RecordView record, Draft draft, RecordView.Said said) {
        Item.Table payload = draft.payload();
        List<RecordView.Note> notes = new ArrayList<>(record.notes());
        List<RecordView.Attachment> attachments = new ArrayList<>(record.attachments());
        if (draft.kind().equals(Kinds.NOTE)) {
            notes.add(new RecordView.Note(payload.text(RecordDrafts.TEXT), said));
        } else if (draft.kind().equals(Kinds.ATTACH)) {
            attachments.add(new RecordView.Attachment(payload.text(RecordDrafts.FIELD),
                ((Item.Bin) payload.get(RecordDrafts.HASH)).value(),
                payload.number(RecordDrafts.SIZE, 0), payload.text(RecordDrafts.MIME), said));
        }
        return new RecordView(record.ref(), record.form(), record.creates(),
            with(record, draft, said), notes, attachments, record.problems());
    }

    private static Map<String, List<RecordView.Head>> with(RecordView record, Draft draft,
                                                           RecordView.Said said) {
        Map<String, List<RecordView.Head>> fields = new HashMap<>(record.fields());
        draft.payload().table(RecordDrafts.VALUES).entries().forEach((field, value) ->
            fields.put(field, List.of(new RecordView.Head(value, said))));
        return fields;
    }

    @Override
    public synchronized Snapshot snapshot() {
        DeviceId device = new DeviceId(Bytes.of(new byte[DeviceId.SIZE]));
        FeedId feed = new FeedId(Bytes.ofHex("0123456789abcdef0123456789abcdef"));
        return new Snapshot(NOW,
            new Snapshot.Box("base", device, new SpaceId(Bytes.of(new byte[SpaceId.SIZE])), "open"),
            new Snapshot.Holding(origin, 3, accepted.size(), 1, 0, 0, Frontier.EMPTY),
            List.of(new Snapshot.Feed(feed, device, "base", 3, 1, true)),
            Map.of(Kinds.REDUCER, new Snapshot.View(Kinds.REDUCER, 1, folding, documents)),
            kinds, Map.of(new Kind("odd.thing"), 2L), Map.of("BAD_SIGNATURE", 4L),
            List.of(new Snapshot.Peer(Bytes.ofHex("beef"), "north", "sim", NOW, true, 7, "")),
            List.of(new Snapshot.Carrier("sim SF8", 5, 600, 7_654_321, 8, 900, 1, silence)),
            List.of(space("open", true, accepted.size(),
                silence.isEmpty() ? List.of() : List.of(silence)),
                space("wells", false, 7, List.of("the open space wells only listens here"))),
            List.of("the clock was never set"), doubts);
    }

    private Snapshot.Space space(String name, boolean current, long events,
                                        List<String> problems) {
        byte[] id = new byte[SpaceId.SIZE];
        id[0] = (byte) name.charAt(0);
        return new Snapshot.Space(new SpaceId(Bytes.of(id)), name, current, true, current, false,
            events, current ? 1 : 0, members, problems);
    }
}
