// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** How an event of any box may name a record. */
class RecordRefFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 40_000, 500);

    static List<byte[]> seeds() {
        return List.of(new RecordRef.ByKey("R-1", ""), new RecordRef.ByKey("R-1", "water"),
            new RecordRef.ByKey("123e4567-e89b-12d3-a456-426614174000", "water"),
            new RecordRef.ById(new EventId(Bytes.of(new byte[8]), 7))).stream()
            .map(ref -> Cbor.encode(ref.toItem()).toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatNamesARecordNamesItAgain(byte[] input) {
        Optional<Item> item = PROMISE.kept(input, () -> Cbor.decode(Bytes.of(input)));
        item.flatMap(read -> PROMISE.kept(input, () -> RecordRef.of(read)).orElseThrow())
            .ifPresent(ref -> {
                assertEquals(Optional.of(ref), RecordRef.of(ref.toItem()));
                assertEquals(false, ref.name().isEmpty());
            });
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatNamesARecordNamesItAgain);
    }
}
