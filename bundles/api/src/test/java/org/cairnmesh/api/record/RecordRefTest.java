// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRefTest {
    private static final String UUID_TEXT = "123e4567-e89b-12d3-a456-426614174000";
    private static final EventId ID = EventId.parse("0011223344556677-5");

    static Stream<RecordRef> refs() {
        return Stream.of(new RecordRef.ByKey("R-100", ""), new RecordRef.ByKey("R-100", "point"),
            new RecordRef.ByKey(UUID_TEXT, ""), new RecordRef.ByKey(UUID_TEXT, "point"),
            new RecordRef.ByKey(UUID_TEXT.toUpperCase(), ""), new RecordRef.ById(ID));
    }

    @ParameterizedTest
    @MethodSource("refs")
    void aReferenceSurvivesTheRoundTrip(RecordRef ref) {
        assertEquals(Optional.of(ref), RecordRef.of(ref.toItem()));
    }

    @Test
    void aCanonicalUuidTravelsAsSixteenBytes() {
        assertEquals(Item.of(Bytes.ofHex("123e4567e89b12d3a456426614174000")),
            RecordRef.keyItem(UUID_TEXT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"123E4567-e89b-12d3-a456-426614174000",
        "123e4567-e89b-12d3-a456-42661417400", "123e4567+e89b-12d3-a456-426614174000",
        "000000001-e89b-12d3-a456-42661417400", "x23e4567-e89b-12d3-a456-426614174000"})
    void textThatOnlyResemblesAUuidStaysText(String key) {
        assertEquals(Item.of(key), RecordRef.keyItem(key));
    }

    @Test
    void bothSpellingsOfAUuidNameOneRecord() {
        assertEquals(RecordRef.of(RecordRef.keyItem(UUID_TEXT)), RecordRef.of(Item.of(UUID_TEXT)));
    }

    static Stream<Item> nonsense() {
        Item key = Item.of("R-100");
        Item origin = Item.of(ID.origin());
        return Stream.of(Item.NULL, Item.of(""), Item.of(7), Item.TRUE, Item.Table.EMPTY,
            Item.of(Bytes.ofHex("00")), Item.of(new Item[0]), Item.of(new Item[] {key}),
            Item.of(key, Item.of(1)), Item.of(Item.of(""), key), Item.of(origin, Item.of(-1)),
            Item.of(Item.of(Bytes.ofHex("00")), Item.of(1)), Item.of(origin, Item.of(1), key),
            Item.of(Item.NULL, Item.NULL), new Item.Table(Map.of("key", key)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatSpellsNoReferenceIsNone(Item item) {
        assertEquals(Optional.empty(), RecordRef.of(item));
    }

    @Test
    void peopleCallARecordByItsKeyOrItsCreate() {
        assertEquals("R-100", new RecordRef.ByKey("R-100", "point").name());
        assertEquals("0011223344556677-5", new RecordRef.ById(ID).name());
    }

    @Test
    void anEmptyKeyIsNoKey() {
        assertThrows(IllegalArgumentException.class, () -> new RecordRef.ByKey("", "point"));
        assertInstanceOf(RecordRef.ById.class, RecordRef.of(new RecordRef.ById(ID).toItem()).get());
    }
}
