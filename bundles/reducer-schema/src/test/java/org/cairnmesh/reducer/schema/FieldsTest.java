// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.RecordView.Head;
import org.cairnmesh.api.record.RecordView.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static final Item OPENED = Item.of("OPENED");
    private static final Item CLOSED = Item.of("CLOSED");
    private static final Item BROKEN = Item.of("BROKEN");

    private final Story story = new Story();
    private EventId create;

    @BeforeEach
    void createRecord() {
        create = story.tell("base", 1, create("point", Map.of()));
    }

    @Test
    void aHeadSaysWhoSetItWhereAndWhen() {
        EventId set = story.tell("north", 20, RecordDrafts.set(new RecordRef.ByKey("R-1", ""),
            Map.of("status", OPENED), "Ana"), create);

        assertEquals(List.of(new Head(OPENED, new Said(set, "Ana", "north", 20))),
            story.record().fields().get("status"));
    }

    @Test
    void aWriteReplacesTheValueThatItsAuthorHadSeen() {
        EventId first = story.tell("north", 20, set("status", OPENED), create);
        story.tell("south", 10, set("status", CLOSED), create, first);

        assertEquals(List.of(CLOSED), story.values("status"));
    }

    @Test
    void writesThatHadNotSeenEachOtherConflictAndTheLatestStandsFirst() {
        story.tell("north", 20, set("status", OPENED), create);
        story.tell("south", 30, set("status", CLOSED), create);
        story.tell("base", 25, set("status", BROKEN), create);

        assertEquals(List.of(CLOSED, BROKEN, OPENED), story.values("status"));
        assertTrue(story.record().conflicts("status"));
    }

    @Test
    void aWriteThatHadSeenAllHeadsSettlesTheConflict() {
        EventId north = story.tell("north", 20, set("status", OPENED), create);
        EventId south = story.tell("south", 30, set("status", CLOSED), create);
        story.tell("base", 5, set("status", BROKEN), create, north, south);

        assertEquals(List.of(BROKEN), story.values("status"));
        assertFalse(story.record().conflicts("status"));
    }

    @Test
    void aWriteThatHadSeenOneOfTwoHeadsLeavesTheOther() {
        EventId north = story.tell("north", 20, set("status", OPENED), create);
        story.tell("south", 30, set("status", CLOSED), create);
        story.tell("base", 40, set("status", BROKEN), create, north);

        assertEquals(List.of(BROKEN, CLOSED), story.values("status"));
    }

    @Test
    void equalHeadsAreBothKeptAndNoConflict() {
        story.tell("north", 20, set("status", OPENED), create);
        story.tell("south", 30, set("status", OPENED), create);

        assertEquals(List.of(OPENED, OPENED), story.values("status"));
        assertFalse(story.record().conflicts("status"));
    }

    @Test
    void aFormThatWasOpenedEarlierReplacesOnlyWhatItShowed() {
        EventId shown = story.tell("north", 20, set("status", OPENED), create);
        EventId later = story.tell("north", 30, set("status", CLOSED), create, shown);
        story.tell("north", 40, set("status", BROKEN).withBasis(List.of(shown)),
            create, shown, later);

        assertEquals(List.of(BROKEN, CLOSED), story.values("status"));
    }

    @Test
    void anEmptyBasisReplacesNothing() {
        EventId first = story.tell("north", 20, set("status", OPENED), create);
        story.tell("north", 30, set("status", CLOSED).withBasis(List.of()), create, first);

        assertEquals(List.of(CLOSED, OPENED), story.values("status"));
    }

    @Test
    void fieldsAreIndependent() {
        story.tell("north", 20, set("status", OPENED), create);
        story.tell("south", 30, set("depth", Item.of(12)), create);

        assertEquals(List.of(OPENED), story.values("status"));
        assertEquals(List.of(Item.of(12)), story.values("depth"));
    }

    @Test
    void oneEventSetsSeveralFields() {
        story.tell("north", 20, RecordDrafts.set(new RecordRef.ByKey("R-1", "point"),
            Map.of("status", OPENED, "depth", Item.of(12)), "Ana"), create);

        assertEquals(List.of(OPENED), story.values("status"));
        assertEquals(List.of(Item.of(12)), story.values("depth"));
    }

    @Test
    void anEmptyValueIsAValue() {
        EventId first = story.tell("north", 20, set("status", OPENED), create);
        story.tell("north", 30, set("status", Item.NULL), create, first);

        assertEquals(List.of(Item.NULL), story.values("status"));
    }

    @Test
    void valuesOfACreateCountLikeASet() {
        EventId second = story.tell("south", 30, create("point", Map.of("status", OPENED)));
        story.tell("north", 20, create("point", Map.of("status", CLOSED)));

        assertEquals(List.of(OPENED, CLOSED), story.values("status"));

        story.tell("south", 40, create("point", Map.of("status", BROKEN)), second);

        assertEquals(List.of(BROKEN, CLOSED), story.values("status"));
    }

    @Test
    void asksOnlyAboutHeadsOfTheFieldsThatAreSet() {
        RecordRef formed = new RecordRef.ByKey("R-1", "point");
        EventId status = story.tell("north", 20,
            RecordDrafts.set(formed, Map.of("status", OPENED), "Ana"), create);
        EventId depth = story.tell("north", 21,
            RecordDrafts.set(formed, Map.of("depth", Item.of(1)), "Ana"), create, status);

        story.tell("north", 22, RecordDrafts.set(formed, Map.of("depth", Item.of(2)), "Ana"),
            create, status, depth);

        assertEquals(List.of(depth), story.asked);
    }

    @Test
    void theSameEventTwiceIsOneHead() {
        story.tell("north", 20, set("status", OPENED), create);
        RecordView once = story.record();

        story.tellAgain(story.last, "north");

        assertEquals(once, story.record());
    }

    private static Draft create(String form, Map<String, Item> values) {
        return RecordDrafts.create(form, "R-1", values, "Ana");
    }

    private static Draft set(String field, Item value) {
        return RecordDrafts.set(new RecordRef.ByKey("R-1", ""), Map.of(field, value), "Ana");
    }
}
