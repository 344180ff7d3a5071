// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.junit.jupiter.api.Test;

class SpaceKeyTest {
    private static final Bytes ZEROS = Bytes.ofHex("00".repeat(32));
    private static final SpaceKey KEY = new SpaceKey(Bytes.ofHex("01" + "00".repeat(31)));
    private static final Bytes NONCE = Bytes.ofHex("030000000000000000000000");

    private final Pen pen = new Pen(1);
    private final Header header = pen.first(Pen.NOON).header();

    /** Of RFC 8452, C.2, those without additional data. */
    private static void seals(String plain, String sealed) {
        assertEquals(Bytes.ofHex(sealed), KEY.seal(NONCE, Bytes.ofHex(plain)));
        assertEquals(Optional.of(Bytes.ofHex(plain)), KEY.open(NONCE, Bytes.ofHex(sealed)));
    }

    @Test
    void theVectorsOfRfc8452Hold() {
        seals("", "07f5f4169bbf55a8400cd47ea6fd400f");
        seals("0100000000000000", "c2ef328e5c71c83b843122130f7364b761e0b97427e3df28");
        seals("010000000000000000000000",
            "9aab2aeb3faa0a34aea8e2b18ca50da9ae6559e48fd10f6e5c9ca17e");
        seals("01000000000000000000000000000000",
            "85a01b63025ba19b7fd3ddfc033b3e76c9eac6fa700942702e90862383c6c366");
        seals("0100000000000000000000000000000002000000000000000000000000000000",
            "4a6a9db4c8c6549201b9edb53006cba821ec9cf850948a7c86c68ac7539d027f"
                + "e819e63abcd020b006a976397632eb5d");
    }

    @Test
    void whatWasSealedForABlockIsOpenedForIt() {
        Bytes body = Pen.noise(new Random(1), 300);

        Bytes sealed = KEY.seal(header, body);

        assertEquals(300 + SpaceKey.TAG_BYTES, sealed.size());
        assertEquals(Optional.of(body), KEY.open(header, sealed));
    }

    @Test
    void nobodyElseOpensIt() {
        Bytes sealed = KEY.seal(header, Bytes.of(new byte[40]));
        byte[] changed = sealed.toArray();
        changed[3] ^= 1;

        assertFalse(new SpaceKey(ZEROS).open(header, sealed).isPresent());
        assertFalse(KEY.open(header, Bytes.of(changed)).isPresent());
        assertFalse(KEY.open(header, sealed.head(SpaceKey.TAG_BYTES - 1)).isPresent());
        assertFalse(KEY.open(header, Bytes.EMPTY).isPresent());
        assertFalse(KEY.open(new Pen(2).first(Pen.NOON).header(), sealed).isPresent());
    }

    @Test
    void everyBlockHasItsNonce() {
        Sealer.Sealed empty = pen.first(Pen.NOON);
        Sealer.Sealed next = pen.after(empty, Pen.NOON);
        List<Sealer.Sealed> chain = pen.chain(3);

        assertEquals(empty.header().first(), next.header().first());
        assertNotEquals(SpaceKey.nonce(empty.header()), SpaceKey.nonce(next.header()));
        assertEquals(SpaceKey.NONCE_SIZE, SpaceKey.nonce(header).size());
        assertNotEquals(SpaceKey.nonce(chain.get(1).header()),
            SpaceKey.nonce(chain.get(2).header()));
        assertEquals(SpaceKey.nonce(chain.get(1).header()),
            SpaceKey.nonce(chain.get(1).header().with(Bytes.EMPTY, List.of())));
    }

    @Test
    void aKeyHasItsSizeAndKeepsItsSecret() {
        assertThrows(IllegalArgumentException.class, () -> new SpaceKey(ZEROS.head(31)));
        assertEquals(SpaceKey.ID_SIZE, KEY.id().size());
        assertNotEquals(KEY.id(), new SpaceKey(ZEROS).id());
        assertFalse(KEY.toString().contains("0100"), KEY.toString());
    }
}
