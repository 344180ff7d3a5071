// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private final Pen pen = new Pen(1);
    private final Bytes key = Author.of(pen.identity, "box").signingKey();
    private final List<Verifier> verifiers = new ArrayList<>();

    @AfterEach
    void close() {
        verifiers.forEach(Verifier::close);
    }

    private Verifier verifier(int threads) {
        Verifier verifier = new Verifier(threads);
        verifiers.add(verifier);
        return verifier;
    }

    private List<Block> chain(int blocks) {
        List<Block> chain = new ArrayList<>();
        Optional<Sealed> last = Optional.empty();
        for (int i = 0; i < blocks; i++) {
            last = Optional.of(pen.block(last, Pen.NOON + i, List.of(),
                List.of(pen.note("block " + i))));
            chain.add(last.get().block());
        }
        return chain;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void answersAsIfItHadVerifiedWhenAsked(int threads) {
        List<Block> chain = chain(40);
        Random random = new Random(threads);
        Verifier verifier = verifier(threads);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            order.add(i);
            if (random.nextInt(5) > 0) {
                verifier.expect(key, chain.get(i).id(), signature(chain, i));
            }
        }
        Collections.shuffle(order, random);

        for (int i : order) {
            assertEquals(i % 3 != 0,
                verifier.good(key, chain.get(i).id(), signature(chain, i)), "block " + i);
        }
    }

    /** Every third is that of another block. */
    private static Bytes signature(List<Block> chain, int i) {
        return chain.get(i % 3 == 0 ? (i + 1) % chain.size() : i).signature();
    }

    @Test
    void whatWasExpectedOfOneKeySaysNothingOfAnother() {
        Block block = chain(1).get(0);
        Bytes stranger = Author.of(new Pen(2).identity, "other").signingKey();
        Verifier verifier = verifier(1);

        verifier.expect(key, block.id(), block.signature());

        assertTrue(verifier.good(key, block.id(), block.signature()));
        verifier.expect(key, block.id(), block.signature());
        assertEquals(false, verifier.good(stranger, block.id(), block.signature()));
    }

    @Test
    void moreThanItExpectsIsForgottenAndStillAnswered() {
        Block block = chain(1).get(0);
        Verifier verifier = verifier(1);
        for (int i = 0; i < Verifier.EXPECTED_MAX; i++) {
            verifier.expect(key, block.id(), Bytes.ofLong(i));
        }
        assertEquals(Verifier.EXPECTED_MAX, verifier.size());

        verifier.expect(key, block.id(), block.signature());

        assertEquals(1, verifier.size());
        assertTrue(verifier.good(key, block.id(), block.signature()));
        assertEquals(false, verifier.good(key, block.id(), Bytes.ofLong(0)));
    }

    @Test
    void answersAlsoOnceItIsClosed() {
        List<Block> chain = chain(2);
        Verifier verifier = verifier(1);
        verifier.expect(key, chain.get(0).id(), chain.get(0).signature());

        verifier.close();
        verifier.expect(key, chain.get(1).id(), chain.get(1).signature());

        assertTrue(verifier.good(key, chain.get(0).id(), chain.get(0).signature()));
        assertTrue(verifier.good(key, chain.get(1).id(), chain.get(1).signature()));
        assertEquals(0, verifier.size());
    }
}
