// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;
import org.junit.jupiter.api.Test;

class RecordDraftsTest {
    private static final Draft DRAFT = RecordDrafts.create("well", "W-1",
        Map.of("depth", Item.of(12), "owner", Item.of("Amina")), "Joe").withTime(5)
        .withToken("t").withBasis(List.of()).withUrgency();

    @Test
    void sensitiveFieldsLeaveThePayloadAndNothingElseChanges() {
        Draft draft = RecordDrafts.sensitive(DRAFT, Set.of("owner", "no such field"));

        assertEquals(new Item.Table(Map.of("values", new Item.Table(
            Map.of("owner", Item.of("Amina"))))), draft.sensitive());
        assertEquals(new Item.Table(Map.of("depth", Item.of(12))),
            draft.payload().get("values"));
        assertEquals(DRAFT.payload().without("values"), draft.payload().without("values"));
        assertEquals(Optional.of(List.of()), draft.basis());
        assertEquals(List.of(5L, "t", true, "Joe"), List.of(draft.atMillis().getAsLong(),
            draft.token(), draft.urgent(), draft.by()));
    }

    @Test
    void aDraftWithoutSuchFieldsStaysAsItIs() {
        assertEquals(DRAFT, RecordDrafts.sensitive(DRAFT, Set.of("no such field")));
    }

    @Test
    void whatIsSensitiveStaysSoWhateverIsAdded() {
        Draft draft = Draft.of(Kinds.SET, Item.Table.EMPTY, "").withSensitive(
            new Item.Table(Map.of("a", Item.of(1))));

        assertEquals(draft.sensitive(), draft.withTime(5).withToken("t").withBasis(List.of())
            .withUrgency().sensitive());
    }
}
