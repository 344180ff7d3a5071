// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 40_000, 500);

    static List<byte[]> seeds() {
        Entry seen = Samples.naming(new Samples(2).chain(1).get(0));
        List<Sealer.Sealed> chain = new Samples(1).chain(3, seen);
        return Stream.concat(chain.stream().map(sealed -> sealed.header().encode()),
            new Samples(1).enclosed(chain.get(2)).stream().map(Block::header))
            .map(Bytes::toArray).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        PROMISE.kept(input, () -> Header.decode(Bytes.of(input)))
            .ifPresent(header -> assertEquals(Bytes.of(input), header.encode()));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
