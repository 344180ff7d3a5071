// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final Bytes SOME = Bytes.ofHex("0102");

    private static Block block(List<Bytes> envelopes) {
        return new Block(new BlockId(Bytes.ofHex("11".repeat(32))),
            new FeedId(Bytes.ofHex("22".repeat(16))), 1, BlockId.NONE, 3, SOME, SOME, SOME,
            envelopes);
    }

    @Test
    void aBlockIsReadBackFromItsItemWithItsEnvelopes() {
        for (Block block : List.of(block(List.of()), block(List.of(SOME, Bytes.EMPTY, SOME)))) {
            assertEquals(block, Block.of(block.item()));
        }
        assertEquals(1, block(List.of(SOME, Bytes.EMPTY, SOME)).envelopesMissing());
    }

    @Test
    void anEnvelopeThatIsNoBytesIsMalformed() {
        List<Item> parts = new ArrayList<>(((Item.Array) block(List.of(SOME)).item()).items());
        parts.set(8, Item.of("text"));

        assertThrows(MalformedException.class, () -> Block.of(new Item.Array(parts)));
    }
}
