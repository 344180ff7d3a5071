// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.junit.jupiter.api.Test;

class DocumentTest {
    private static final Item.Table TABLE = new Item.Table(Map.of("a", Item.of(1)));

    @Test
    void aPackedOneIsEqualToTheOneThatItWas() {
        Document open = new Document(TABLE);
        Document packed = open.packed();

        assertEquals(open, packed);
        assertEquals(packed, open);
        assertEquals(packed, new Document(TABLE).packed());
        assertEquals(open.hashCode(), packed.hashCode());
        assertEquals(TABLE, packed.content());
        assertEquals(Cbor.encode(TABLE), packed.encoded());
        assertEquals(open.encoded(), packed.encoded());
        assertSame(packed, packed.packed());
    }

    @Test
    void differsFromAnotherPackedOrNot() {
        Document one = new Document(TABLE);
        Document two = new Document(TABLE.with("b", Item.NULL));

        assertNotEquals(one, two);
        assertNotEquals(one.packed(), two);
        assertNotEquals(one.packed(), two.packed());
    }

    @Test
    void knowsThatItIsEmptyPackedOrNot() {
        assertTrue(Document.EMPTY.isEmpty());
        assertTrue(Document.EMPTY.packed().isEmpty());
        assertFalse(new Document(TABLE).isEmpty());
        assertFalse(new Document(TABLE).packed().isEmpty());
    }

    @Test
    void decodesOnlyTables() {
        assertEquals(TABLE, Document.decode(Cbor.encode(TABLE)).content());
        assertThrows(MalformedException.class, () -> Document.decode(Cbor.encode(Item.of(1))));
        assertThrows(MalformedException.class, () -> Document.decode(Bytes.EMPTY));
        assertThrows(MalformedException.class, () -> Document.packed(Bytes.EMPTY).content());
    }
}
