// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class PendingFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 40_000, 500);

    static List<byte[]> seeds() {
        Samples samples = new Samples(1);
        List<BlockId> replaced = List.of(new BlockId(Crypto.hash()));
        return samples.events(10).stream()
            .map(event -> new Pending(samples.start, event, replaced).encode().toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        PROMISE.kept(input, () -> Pending.decode(Bytes.of(input)))
            .ifPresent(pending -> assertEquals(Bytes.of(input), pending.encode()));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
