// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Staged;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of the log, as a card gives them back: a block, or a staged event. */
class CodingFuzzTest {
    private static final Promise PROMISE = new Promise(IllegalStateException.class, 60_000, 50);

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        new Samples(1).chain(3).forEach(sealed -> seeds.add(Coding.block(sealed.block())));
        seeds.add(Coding.staged(new Staged(Bytes.of((byte) 1, (byte) 2), Bytes.of((byte) 3),
            "tökén")));
        return seeds;
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenTheSame(byte[] input) {
        PROMISE.kept(input, () -> Coding.block(input)).ifPresent(block ->
            assertEquals(Bytes.of(input), Bytes.of(Coding.block(block))));
        PROMISE.kept(input, () -> Coding.staged(input)).ifPresent(staged ->
            assertEquals(Bytes.of(input), Bytes.of(Coding.staged(staged))));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatIsReadIsWrittenTheSame);
    }
}
