// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Acts of a roster feed: the first octet is the kind, the rest the payload as CBOR. */
class ActFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 100_000, 2_000);
    private static final List<String> KINDS = List.of("space.found", "space.enrol",
        "space.admin", "space.revoke", "space.key", "space.resolve", "space.time", "note.add");

    static List<byte[]> seeds() {
        Samples samples = new Samples(1);
        Head head = new Head(samples.feed(), 7, new BlockId(Bytes.of(new byte[32])));
        List<Act> acts = new ArrayList<>(KeyWrap.wrap(Samples.SPACE, Bytes.of(new byte[32]),
            true, List.of(samples.identity.publicKeys()), new Random(1)));
        acts.addAll(List.of(new Act.Found("Camp", true),
            new Act.Enrol(samples.identity.publicKeys(), "north", 16),
            new Act.Admin(samples.identity.device()),
            new Act.Revoke(samples.identity.device(), List.of(head)),
            new Act.Resolve(samples.feed(), List.of(head)),
            new Act.CorrectTime(samples.feed(), new Correction(1, 9, -60_000))));
        return acts.stream().map(act -> {
            Bytes payload = Cbor.encode(act.payload());
            byte[] seed = new byte[1 + payload.size()];
            seed[0] = (byte) KINDS.indexOf(act.kind().name());
            payload.copyTo(seed, 1);
            return seed;
        }).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatIsAnActHasThatPayload(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Kind kind = new Kind(KINDS.get((input[0] & 0xff) % KINDS.size()));
        Bytes bytes = Bytes.of(Arrays.copyOfRange(input, 1, input.length));
        PROMISE.kept(input, () -> Act.of(kind, (Item.Table) table(bytes))).ifPresent(act -> {
            assertEquals(kind, act.kind());
            assertEquals(bytes, Cbor.encode(act.payload()));
        });
    }

    private static Item table(Bytes bytes) {
        Item item = Cbor.decode(bytes);
        if (!(item instanceof Item.Table)) {
            throw new MalformedException("no table");
        }
        return item;
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatIsAnActHasThatPayload);
    }
}
