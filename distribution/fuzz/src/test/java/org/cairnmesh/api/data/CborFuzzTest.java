// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class CborFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 30_000, 400);

    static List<byte[]> seeds() {
        Item deep = Item.NULL;
        for (int i = 0; i < Cbor.DEPTH_MAX; i++) {
            deep = Item.of(deep);
        }
        return List.of(deep, Item.of("Tolo"), Item.of(Long.MIN_VALUE), Item.of(1_790_000_000_000L),
            new Item.Dec(new BigDecimal("-12.500")), Item.of(Bytes.of(new byte[300])),
            new Item.Table(Map.of("record", Item.of("R-1"), "values", new Item.Table(Map.of(
                "a", Item.TRUE, "bb", Item.of(Item.of(-1), Item.FALSE), "ä", Item.of(24))))))
            .stream().map(item -> Cbor.encode(item).toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        PROMISE.kept(input, () -> Cbor.decode(Bytes.of(input)))
            .ifPresent(item -> assertEquals(Bytes.of(input), Cbor.encode(item)));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
