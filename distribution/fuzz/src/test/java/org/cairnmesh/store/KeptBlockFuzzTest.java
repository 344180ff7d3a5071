// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** A block as a backup has it. */
class KeptBlockFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 60_000, 500);

    static List<byte[]> seeds() {
        return new Samples(1).chain(3).stream()
            .map(sealed -> Cbor.encode(sealed.block().item()).toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        PROMISE.kept(input, () -> Block.of(Cbor.decode(Bytes.of(input))))
            .ifPresent(block -> assertEquals(Bytes.of(input), Cbor.encode(block.item())));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
