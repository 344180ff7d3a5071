// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

/** Nothing here holds anything of the feed but the bytes of a proof. */
class ForkProofTest {
    private final Pen pen = new Pen(1);
    private final Pen other = new Pen(2);
    private final List<Sealed> chain = pen.chain(3);
    private final Sealed branch = pen.after(chain.get(0), Pen.NOON + 77);

    private static ForkProof proof(Pen of, Sealed a, Sealed b) {
        return new ForkProof(of.founding.publicKeys(), of.founding.nonce(), a.header(),
            a.block().signature(), b.header(), b.block().signature());
    }

    @Test
    void twoSignedBlocksOfOneNumberProveAForkToWhoHoldsNothing() {
        Bytes sent = proof(pen, chain.get(1), branch).encode();

        ForkProof received = ForkProof.decode(sent);

        assertTrue(received.verifies(Pen.SPACE));
        assertEquals(pen.feed(), received.feed());
        assertTrue(sent.size() <= ForkProof.BYTES_MAX);
    }

    @Test
    void twoFirstBlocksProveAFork() {
        assertTrue(proof(pen, chain.get(0), pen.first(Pen.NOON + 5)).verifies(Pen.SPACE));
    }

    @Test
    void whatProvesNothingDoesNotVerify() {
        Sealed foreign = other.first(Pen.NOON);

        assertFalse(proof(pen, branch, branch).verifies(Pen.SPACE), "one block twice");
        assertFalse(proof(pen, chain.get(2), branch).verifies(Pen.SPACE), "other numbers");
        assertFalse(proof(pen, chain.get(0), foreign).verifies(Pen.SPACE), "other feeds");
        assertFalse(proof(other, chain.get(1), branch).verifies(Pen.SPACE), "another key");
        assertFalse(proof(pen, chain.get(1), branch).verifies(Identity.openSpace("x")), "space");
    }

    @Test
    void noBitOfAProofCanBeTurned() {
        Bytes sent = proof(pen, chain.get(1), branch).encode();

        for (int at = 0; at < sent.size(); at++) {
            byte[] bytes = sent.toArray();
            bytes[at] ^= 1 << at % 8;
            try {
                assertFalse(ForkProof.decode(Bytes.of(bytes)).verifies(Pen.SPACE), "byte " + at);
            } catch (MalformedException e) {
                assertFalse(e.getMessage().isEmpty());
            }
        }
    }

    @Test
    void garbageIsMalformed() {
        Random random = new Random(1);

        for (int size = 0; size < 300; size++) {
            Bytes noise = Pen.noise(random, size);
            assertThrows(MalformedException.class, () -> ForkProof.decode(noise));
        }
        Bytes large = Bytes.of(new byte[ForkProof.BYTES_MAX + 1]);
        assertThrows(MalformedException.class, () -> ForkProof.decode(large));
    }
}
