// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.cairnmesh.api.record.RecordView.Attachment;
import org.cairnmesh.api.record.RecordView.Note;
import org.cairnmesh.api.record.RecordView.Said;
import org.junit.jupiter.api.Test;

class RecordsTest {
    private static final RecordRef LOOSE = new RecordRef.ByKey("R-1", "");
    private static final RecordRef POINT = new RecordRef.ByKey("R-1", "point");
    private static final RecordRef VISIT = new RecordRef.ByKey("R-1", "visit");
    private static final Bytes HASH = Bytes.of(new byte[32]);

    private final Story story = new Story();

    @Test
    void equalKeyAndFormAreOneRecordThatListsItsCreates() {
        EventId north = story.tell("north", 9, create("point"));
        EventId south = story.tell("south", 5, create("point"));

        assertEquals(List.of(new Said(north, "Ana", "north", 9),
            new Said(south, "Ana", "south", 5)), story.record().creates());
        assertEquals(POINT, story.record().ref());
        assertEquals("point", story.record().form());
        assertEquals("k:R-1", story.key().text());
    }

    @Test
    void aRecordWithoutAKeyIsNamedByItsCreate() {
        EventId create = story.tell("north", 1, RecordDrafts.create("point", "", Map.of(), "Ana"));
        String createKey = story.key().text();
        story.tell("north", 2, set(new RecordRef.ById(create), 7), create);

        assertEquals("i:" + create, createKey);
        assertEquals("i:" + create, story.key().text());
        assertEquals(new RecordRef.ById(create), story.record().ref());
        assertEquals(List.of(Item.of(7)), story.values("depth"));
    }

    @Test
    void aUuidNamesOneRecordHoweverItIsSpelled() {
        String uuid = "123e4567-e89b-12d3-a456-426614174000";
        story.tell("north", 1, RecordDrafts.create("point", uuid, Map.of(), "Ana"));
        story.tell("south", 2, Draft.of(Kinds.SET, new Item.Table(Map.of(
            RecordDrafts.RECORD, Item.of(uuid),
            RecordDrafts.VALUES, new Item.Table(Map.of("depth", Item.of(7))))), "Ben"));

        assertEquals("k:" + uuid, story.key().text());
        assertEquals(uuid, story.record().name());
        assertEquals(List.of(Item.of(7)), story.values("depth"));
    }

    @Test
    void whatComesBeforeTheCreateIsKeptAndShownOnceItHasCome() {
        story.tell("south", 1, set(LOOSE, 1));
        story.tell("south", 2, set(POINT, 2));
        story.tell("south", 3, RecordDrafts.note(LOOSE, "dry", "Ben"));
        story.tell("south", 4, RecordDrafts.attach(POINT, "photo", HASH, 0, "", "Ben"));
        assertEquals(List.of(), story.records());

        story.tell("north", 5, create("point"));

        assertEquals(List.of(Item.of(2), Item.of(1)), story.values("depth"));
        assertEquals(1, story.record().notes().size());
        assertEquals(1, story.record().attachments().size());
    }

    @Test
    void twoFormsOfOneKeyAreTwoRecordsOfOneDocument() {
        story.tell("north", 1, create("visit"));
        story.tell("north", 2, create("point"));
        story.tell("south", 3, set(POINT, 1));
        story.tell("south", 4, set(VISIT, 2));

        assertEquals(List.of(POINT, VISIT), story.records().stream().map(RecordView::ref).toList());
        assertEquals(List.of(Item.of(1)), Story.values(story.records().get(0), "depth"));
        assertEquals(List.of(Item.of(2)), Story.values(story.records().get(1), "depth"));
    }

    @Test
    void aRecordOfAnotherFormIsNotShownBeforeItIsCreated() {
        story.tell("north", 1, create("point"));
        story.tell("north", 2, set(VISIT, 2));

        assertEquals(POINT, story.record().ref());
        assertEquals(Map.of(), story.record().fields());
    }

    @Test
    void whatNamesNoFormStandsInBothRecords() {
        story.tell("north", 1, create("point"));
        story.tell("north", 2, set(LOOSE, 7));
        story.tell("north", 3, RecordDrafts.note(LOOSE, "dry", "Ana"));
        story.tell("north", 4, create("visit"));

        for (RecordView record : story.records()) {
            assertEquals(List.of(Item.of(7)), Story.values(record, "depth"));
            assertEquals(1, record.notes().size());
        }
        assertEquals(2, story.records().size());
    }

    @Test
    void aWriteWithAFormReplacesAWriteWithoutInItsOwnRecordOnly() {
        story.tell("north", 1, create("point"));
        story.tell("north", 2, create("visit"));
        EventId loose = story.tell("north", 3, set(LOOSE, 7));
        story.tell("north", 4, set(POINT, 8), loose);

        assertEquals(List.of(Item.of(8)), Story.values(story.records().get(0), "depth"));
        assertEquals(List.of(Item.of(7)), Story.values(story.records().get(1), "depth"));
    }

    @Test
    void aWriteWithoutAFormReplacesWhatItHadSeenInBothRecords() {
        story.tell("north", 1, create("point"));
        story.tell("north", 2, create("visit"));
        EventId point = story.tell("north", 3, set(POINT, 7));
        story.tell("south", 4, set(VISIT, 8));
        story.tell("north", 5, set(LOOSE, 9), point);

        assertEquals(List.of(Item.of(9)), Story.values(story.records().get(0), "depth"));
        assertEquals(List.of(Item.of(9), Item.of(8)),
            Story.values(story.records().get(1), "depth"));
    }

    @Test
    void aWriteThatSettledALooseOneInOneRecordLeavesItToARecordThatComesLater() {
        story.tell("north", 1, create("point"));
        EventId loose = story.tell("north", 2, set(LOOSE, 7));
        story.tell("north", 3, set(POINT, 8), loose);
        story.tell("south", 4, create("visit"));

        assertEquals(List.of(Item.of(8)), Story.values(story.records().get(0), "depth"));
        assertEquals(List.of(Item.of(7)), Story.values(story.records().get(1), "depth"));
    }

    @Test
    void notesStandInTheTotalOrderWhateverTheirTimes() {
        story.tell("north", 1, create("point"));
        EventId second = story.tell("north", 30, RecordDrafts.note(LOOSE, "dry", "Ana"));
        EventId first = story.tell("south", 20, RecordDrafts.note(POINT, "wet", "Ben"));

        assertEquals(List.of(new Note("dry", new Said(second, "Ana", "north", 30)),
            new Note("wet", new Said(first, "Ben", "south", 20))), story.record().notes());
    }

    @Test
    void attachmentsStandInTheTotalOrderWithTheirFields() {
        story.tell("north", 1, create("point"));
        EventId one = story.tell("north", 3,
            RecordDrafts.attach(LOOSE, "photo", HASH, 0, "image/jpeg", "Ana"));
        EventId two = story.tell("north", 2,
            RecordDrafts.attach(POINT, "sound", HASH, 99, "", "Ana"));

        assertEquals(List.of(
            new Attachment("photo", HASH, 0, "image/jpeg", new Said(one, "Ana", "north", 3)),
            new Attachment("sound", HASH, 99, "", new Said(two, "Ana", "north", 2))),
            story.record().attachments());
    }

    @Test
    void theSameEventTwiceIsListedOnce() {
        for (Draft draft : List.of(create("point"), RecordDrafts.note(LOOSE, "dry", "Ana"),
            RecordDrafts.attach(LOOSE, "photo", HASH, 0, "", "Ana"))) {
            story.tell("north", 1, draft);
            RecordView once = story.record();

            story.tellAgain(story.last, "north");

            assertEquals(once, story.record());
        }
        assertTrue(story.record().problems().isEmpty());
    }

    private static Draft create(String form) {
        return RecordDrafts.create(form, "R-1", Map.of(), "Ana");
    }

    private static Draft set(RecordRef record, long depth) {
        return RecordDrafts.set(record, Map.of("depth", Item.of(depth)), "Ana");
    }
}
