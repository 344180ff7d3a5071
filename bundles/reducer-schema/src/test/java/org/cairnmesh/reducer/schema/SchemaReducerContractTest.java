// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.FormView;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.Resolver;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.testkit.reduce.ReducerContract;

class SchemaReducerContractTest extends ReducerContract {
    private static final List<String> KEYS =
        List.of("R-1", "R-2", "123e4567-e89b-12d3-a456-426614174000");
    private static final List<String> FIELDS = List.of("status", "depth", "pump");
    private static final List<String> FORMS = List.of("point", "visit");

    @Override
    protected Reducer reducer() {
        return new SchemaReducer();
    }

    @Override
    protected void read(Document view) {
        super.read(view);
        assertEquals(view, FormView.of(view).map(FormView::document)
            .orElseGet(() -> RecordView.document(RecordView.of(view))));
    }

    @Override
    protected Draft draft(Random random, List<Event> known) {
        String by = any(random, List.of("Ana", "Ben", ""));
        return switch (random.nextInt(9)) {
            case 8 -> RecordDrafts.resolve(any(random, FORMS), any(random, FIELDS),
                any(random, List.of(Resolver.values())), by);
            case 0, 1 -> RecordDrafts.create(any(random, FORMS),
                random.nextInt(4) == 0 ? "" : any(random, KEYS), values(random, 0), by);
            case 2 -> RecordDrafts.note(record(random, known), "note " + random.nextInt(9), by);
            case 3 -> RecordDrafts.attach(record(random, known), "photo",
                Bytes.of(new byte[32]), random.nextInt(), "image/jpeg", by);
            default -> RecordDrafts.set(record(random, known), values(random, 1), by);
        };
    }

    private static RecordRef record(Random random, List<Event> known) {
        List<Event> keyless = known.stream().filter(event -> event.kind().equals(Kinds.CREATE)
            && !event.payload().has(RecordDrafts.KEY)).toList();
        if (!keyless.isEmpty() && random.nextInt(3) == 0) {
            return new RecordRef.ById(any(random, keyless).id());
        }
        return new RecordRef.ByKey(any(random, KEYS),
            random.nextBoolean() ? "" : any(random, FORMS));
    }

    private static Map<String, Item> values(Random random, int atLeast) {
        Map<String, Item> values = new TreeMap<>();
        for (int i = atLeast + random.nextInt(3); i > 0; i--) {
            values.put(any(random, FIELDS), Item.of(random.nextInt(4)));
        }
        return values;
    }

    private static <T> T any(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
