// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.record.RecordView.Attachment;
import org.cairnmesh.api.record.RecordView.Head;
import org.cairnmesh.api.record.RecordView.Note;
import org.cairnmesh.api.record.RecordView.Said;
import org.cairnmesh.api.reduce.Document;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** The document of a record, as another version of the reducer or a spoilt file may have it. */
class RecordViewFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 60_000, 1_500);

    static List<byte[]> seeds() {
        Said said = new Said(new EventId(Bytes.of(new byte[8]), 7), "Amina", "north", 1_790_000L);
        RecordView record = new RecordView(new RecordRef.ByKey("R-1", "water"), "water",
            List.of(said), Map.of("a", List.of(new Head(Item.of("b"), said),
                new Head(Item.NULL, said))), List.of(new Note("dry", said)),
            List.of(new Attachment("photo", Bytes.of(new byte[32]), 300, "image/jpeg", said)),
            List.of("a problem"));
        return List.of(RecordView.document(List.of(record)), Document.EMPTY,
            RecordView.document(List.of(new RecordView(
                new RecordRef.ById(new EventId(Bytes.of(new byte[8]), 0)), "", List.of(),
                Map.of(), List.of(), List.of(), List.of()))))
            .stream().map(document -> Cbor.encode(document.content()).toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatReadsIsWrittenAndReadAgain(byte[] input) {
        Optional<Item> item = PROMISE.kept(input, () -> Cbor.decode(Bytes.of(input)));
        item.filter(Item.Table.class::isInstance).flatMap(table -> PROMISE.kept(input,
            () -> RecordView.of(new Document((Item.Table) table))))
            .ifPresent(records -> assertEquals(records,
                RecordView.of(RecordView.document(records))));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatReadsIsWrittenAndReadAgain);
    }
}
