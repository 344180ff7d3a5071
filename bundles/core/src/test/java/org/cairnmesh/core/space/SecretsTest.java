// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void derivesWhatRfc5869DerivesInItsFirstTestCase() {
        Bytes okm = Secrets.derive(Bytes.ofHex("0b".repeat(22)),
            Bytes.ofHex("000102030405060708090a0b0c").toArray(),
            Bytes.ofHex("f0f1f2f3f4f5f6f7f8f9").toArray(), 42);

        assertEquals("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
            + "34007208d5b887185865", okm.hex());
    }

    @Test
    void sealsWhatRfc8452SealsInItsFirstCounterWrapTest() {
        Bytes key = Bytes.of(new byte[32]);
        Bytes plain = Bytes.ofHex("0".repeat(32) + "4db923dc793ee6497c76dcc03a98e108");

        Bytes sealed = Secrets.seal(key, plain);

        assertEquals("f3f80f2cf0cb2dd9c5984fcda908456cc537703b5ba70324a6793a7bf218d3ea"
            + "ffffffff000000000000000000000000", sealed.hex());
        assertEquals(Optional.of(plain), Secrets.open(key, sealed));
    }

    @Test
    void opensNothingThatIsCutOrChanged() {
        Bytes key = Bytes.of(new byte[32]);
        Bytes sealed = Secrets.seal(key, Bytes.of(new byte[32]));

        for (int size = 0; size < sealed.size(); size++) {
            assertEquals(Optional.empty(), Secrets.open(key, sealed.head(size)));
        }
        for (int bit = 0; bit < 8 * sealed.size(); bit++) {
            byte[] bad = sealed.toArray();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(Optional.empty(), Secrets.open(key, Bytes.of(bad)), "bit " + bit);
        }
    }
}
