// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.reducer.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.record.RecordView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NonsenseTest {
    private static final RecordRef RECORD = new RecordRef.ByKey("R-1", "");
    private static final Item KEY = Item.of("R-1");
    private static final Item FORM = Item.of("point");
    private static final Item HASH = Item.of(Bytes.of(new byte[32]));

    private final Story story = new Story();

    static Stream<Arguments> nonsense() {
        Item table = new Item.Table(Map.of("depth", Item.of(1)));
        return Stream.of(
            of(Kinds.CREATE, "names no form", "key", KEY),
            of(Kinds.CREATE, "names no form", "key", KEY, "form", Item.of("")),
            of(Kinds.CREATE, "names no form", "key", KEY, "form", Item.of(1)),
            of(Kinds.CREATE, "has values that are no table", "key", KEY, "form", FORM,
                "values", Item.of(1)),
            of(Kinds.CREATE, "has a field without a name", "key", KEY, "form", FORM,
                "values", new Item.Table(Map.of("", KEY))),
            of(Kinds.SET, "has values that are no table", "record", KEY),
            of(Kinds.SET, "has values that are no table", "record", KEY, "values", KEY),
            of(Kinds.SET, "has no values", "record", KEY, "values", Item.Table.EMPTY),
            of(Kinds.SET, "has a field without a name", "record", KEY,
                "values", new Item.Table(Map.of("", KEY, "depth", KEY))),
            of(Kinds.NOTE, "has no text", "record", KEY),
            of(Kinds.NOTE, "has no text", "record", KEY, "text", Item.of("")),
            of(Kinds.NOTE, "has no text", "record", KEY, "text", Item.of(1)),
            attach("names no field", "field", Item.NULL),
            attach("names no field", "field", Item.of("")),
            attach("has no hash of 32 bytes", "hash", Item.of(Bytes.of(new byte[31]))),
            attach("has no hash of 32 bytes", "hash", Item.of(Bytes.of(new byte[33]))),
            attach("has no hash of 32 bytes", "hash", KEY),
            attach("has no size", "size", Item.of(-1)),
            attach("has no size", "size", Item.of("1")),
            attach("has no media type", "mime", Item.of(1)),
            of(new Kind("record.burn"), "is of a kind that is not folded", "record", KEY,
                "values", table));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void leavesTheRecordAsItWasAndIsNamed(Kind kind, Item.Table payload, String why) {
        story.tell("north", 1, RecordDrafts.create("point", "R-1", Map.of("a", KEY), "Ana"));
        RecordView before = story.record();

        EventId event = story.tell("south", 2, Draft.of(kind, payload, "Ben"));

        RecordView after = story.record();
        assertEquals(List.of(kind + " " + event + " " + why), after.problems());
        assertEquals(before, new RecordView(after.ref(), after.form(), after.creates(),
            after.fields(), after.notes(), after.attachments(), List.of()));
        assertEquals("k:R-1", story.key().text());
    }

    static Stream<Arguments> nameless() {
        return Stream.of(
            of(Kinds.CREATE, "", "form", FORM, "key", Item.of("")),
            of(Kinds.CREATE, "", "form", FORM, "key", Item.of(1)),
            of(Kinds.CREATE, "", "form", FORM, "key", Item.of(KEY, FORM)),
            of(Kinds.CREATE, "", "form", FORM, "key", Item.of(Bytes.of(new byte[15]))),
            of(Kinds.SET, "", "values", new Item.Table(Map.of("a", KEY))),
            of(Kinds.NOTE, "", "text", KEY, "record", Item.of(KEY, Item.of(-1))),
            of(Kinds.ATTACH, "", "record", Item.Table.EMPTY));
    }

    @ParameterizedTest
    @MethodSource("nameless")
    void whatNamesNoRecordHasAKeyOfItsKindAndIsNeverShown(Kind kind, Item.Table payload,
                                                          String why) {
        EventId event = story.tell("south", 2, Draft.of(kind, payload, "Ben"));

        assertEquals("?:" + kind, story.key().text());
        assertEquals(List.of(), story.records());
        assertEquals(List.of(Item.of(kind + " " + event + " names no record")),
            story.state.content().list("problems"));
    }

    @Test
    void aSenselessCreateCreatesNothing() {
        story.tell("north", 1, RecordDrafts.create("", "R-1", Map.of(), "Ana"));

        assertEquals(List.of(), story.records());
    }

    @Test
    void sixteenProblemsAreKeptAndTheOthersCounted() {
        story.tell("north", 1, RecordDrafts.create("point", "R-1", Map.of(), "Ana"));
        for (int i = 0; i < 16; i++) {
            story.tell("north", 2, RecordDrafts.note(RECORD, "", "Ana"));
        }
        assertEquals(16, story.record().problems().size());
        assertTrue(story.record().problems().get(15).endsWith("-16 has no text"));

        for (int i = 0; i < 5; i++) {
            story.tell("north", 2, RecordDrafts.note(RECORD, "", "Ana"));
        }

        assertEquals(17, story.record().problems().size());
        assertEquals("and 5 more", story.record().problems().get(16));
    }

    @Test
    void theSameEventTwiceIsOneProblem() {
        story.tell("north", 1, RecordDrafts.note(RECORD, "", "Ana"));
        story.tellAgain(story.last, "north");

        assertEquals(1, story.state.content().list("problems").size());
    }

    @Test
    void aValueNestsUpToTheBoundAndStillCanBeEncodedInADocument() {
        story.tell("north", 1, RecordDrafts.create("point", "R-1", Map.of(), "Ana"));
        Item half = new Item.Dec(new BigDecimal("0.5"));
        EventId deepest = story.tell("north", 2, set("a", nested(Item.of(1), 8)));
        EventId decimal = story.tell("north", 2, set("b", nested(half, 6)));

        assertEquals(story.state.content(), Cbor.decode(Cbor.encode(story.state.content())));
        assertEquals(List.of(), story.record().problems());

        story.tell("north", 3, set("a", nested(Item.of(1), 9)), deepest);
        story.tell("north", 3, set("b", nested(half, 7)), decimal);
        story.tell("north", 3, set("c", nested(new Item.Table(Map.of("x", KEY)), 8)));

        assertEquals(3, story.record().problems().size());
        assertTrue(story.record().problems().get(0).endsWith("has a value that nests too deep"));
        assertEquals(List.of(nested(Item.of(1), 8)), story.values("a"));
    }

    private static Draft set(String field, Item value) {
        return RecordDrafts.set(RECORD, Map.of(field, value), "Ana");
    }

    private static Item nested(Item item, int arrays) {
        return arrays == 0 ? item : Item.of(new Item[] {nested(item, arrays - 1)});
    }

    private static Arguments attach(String why, String changed, Item to) {
        Map<String, Item> payload = new HashMap<>(Map.of("record", KEY, "field", KEY, "hash", HASH,
            "size", Item.of(1), "mime", Item.of("")));
        payload.put(changed, to);
        return Arguments.of(Kinds.ATTACH, new Item.Table(payload), why);
    }

    private static Arguments of(Kind kind, String why, Object... keysAndItems) {
        Map<String, Item> payload = new HashMap<>();
        for (int i = 0; i < keysAndItems.length; i += 2) {
            payload.put((String) keysAndItems[i], (Item) keysAndItems[i + 1]);
        }
        return Arguments.of(kind, new Item.Table(payload), why);
    }
}
