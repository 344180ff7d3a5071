// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What an author may put into an envelope: whatever it is, the event stands. */
class EnvelopeFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 40_000, 500);
    private static final Event EVENT = new Samples(1).event();

    static List<byte[]> seeds() {
        Bytes salt = Bytes.of(new byte[Envelope.SALT_SIZE]);
        return List.of(Envelope.pack(salt, Item.Table.EMPTY).toArray(),
            Envelope.pack(salt, EVENT.payload()).toArray(),
            Envelope.pack(salt, new Item.Table(Map.of("values", new Item.Table(
                Map.of("owner", Item.of("Awa"), "depth", Item.NULL))))).toArray());
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void theEventKeepsItsIdAndCanBeEncoded(byte[] input) {
        PROMISE.kept(input, () -> Envelope.opened(EVENT, Bytes.of(input))).ifPresent(whole -> {
            assertEquals(EVENT, Envelope.with(whole, EVENT.payload()));
            assertEquals(whole, PlainBody.read(PlainBody.write(List.of(whole)), whole.id(), 1)
                .orElseThrow().get(0));
        });
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::theEventKeepsItsIdAndCanBeEncoded);
    }
}
