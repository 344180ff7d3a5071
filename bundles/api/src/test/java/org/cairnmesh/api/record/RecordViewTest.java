// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.RecordView.Attachment;
import org.cairnmesh.api.record.RecordView.Head;
import org.cairnmesh.api.record.RecordView.Note;
import org.cairnmesh.api.record.RecordView.Said;
import org.cairnmesh.api.reduce.Document;
import org.junit.jupiter.api.Test;

class RecordViewTest {
    private static final EventId ID = EventId.parse("0011223344556677-5");
    private static final Said SAID = new Said(ID, "Ana", "north", 1_700_000_000_000L);

    @Test
    void recordsSurviveTheRoundTripThroughADocument() {
        RecordView full = new RecordView(new RecordRef.ByKey("R-100", "point"), "point",
            List.of(SAID, SAID),
            Map.of("depth", List.of(new Head(new Item.Dec(new BigDecimal("1.50")), SAID),
                new Head(Item.NULL, SAID)), "", List.of(new Head(Item.of("x"), SAID))),
            List.of(new Note("dry", SAID)),
            List.of(new Attachment("photo", Bytes.of(new byte[32]), 7, "image/jpeg", SAID)),
            List.of("a problem"));
        RecordView bare = new RecordView(new RecordRef.ById(ID), "visit", List.of(), Map.of(),
            List.of(), List.of(), List.of());

        Document document = RecordView.document(List.of(full, bare));
        Item decoded = Cbor.decode(Cbor.encode(document.content()));

        assertEquals(List.of(full, bare), RecordView.of(document));
        assertEquals(List.of(full, bare), RecordView.of(new Document((Item.Table) decoded)));
    }

    @Test
    void noRecordsAreAnEmptyDocument() {
        assertTrue(RecordView.document(List.of()).isEmpty());
        assertEquals(List.of(), RecordView.of(Document.EMPTY));
    }

    @Test
    void headsConflictIfTheirValuesDiffer() {
        Head one = new Head(Item.of(1), SAID);
        Head two = new Head(Item.of(2), SAID);
        RecordView view = withFields(
            Map.of("one", List.of(one), "equal", List.of(one, one), "two", List.of(one, two)));

        assertFalse(view.conflicts("one"));
        assertFalse(view.conflicts("equal"));
        assertFalse(view.conflicts("none"));
        assertTrue(view.conflicts("two"));
    }

    @Test
    void aViewIsNotTouchedByTheListsItWasMadeOf() {
        List<Head> heads = new ArrayList<>(List.of(new Head(Item.of(1), SAID)));
        RecordView view = withFields(Map.of("depth", heads));

        heads.clear();

        assertEquals(1, view.fields().get("depth").size());
        assertThrows(UnsupportedOperationException.class, () -> view.fields().clear());
    }

    private static RecordView withFields(Map<String, List<Head>> fields) {
        return new RecordView(new RecordRef.ByKey("R-100", ""), "point", List.of(SAID), fields,
            List.of(), List.of(), List.of());
    }
}
