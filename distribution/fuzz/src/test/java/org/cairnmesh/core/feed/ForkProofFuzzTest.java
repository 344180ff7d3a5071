// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A proof of a fork: one that was spoilt does not hold. */
class ForkProofFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 80_000, 600);
    private static final Bytes PROOF = proof();

    private static Bytes proof() {
        Samples samples = new Samples(1);
        List<Sealed> chain = samples.chain(2);
        Sealed other = samples.block(java.util.Optional.of(chain.get(0)), samples.events(3));
        return ForkProof.of(chain.get(0).block(), chain.get(1).block(), other.block()).encode();
    }

    static List<byte[]> seeds() {
        return List.of(PROOF.toArray());
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytesAndNoOtherHolds(byte[] input) {
        PROMISE.kept(input, () -> ForkProof.decode(Bytes.of(input))).ifPresent(proof -> {
            assertEquals(Bytes.of(input), proof.encode());
            ForkProof right = ForkProof.decode(PROOF);
            if (proof.verifies(Samples.SPACE)) {
                assertEquals(Set.of(right.one(), right.other()),
                    Set.of(proof.one(), proof.other()));
            }
        });
    }

    @Test
    void theOneItIsHolds() {
        assertEquals(true, ForkProof.decode(PROOF).verifies(Samples.SPACE));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytesAndNoOtherHolds);
    }
}
