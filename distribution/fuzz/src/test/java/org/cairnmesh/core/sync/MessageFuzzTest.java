// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 40_000, 500);

    static List<byte[]> seeds() {
        Bytes two = Bytes.of((byte) 1, (byte) 2);
        Bytes four = Bytes.of(new byte[4]);
        Bytes eight = Bytes.of(new byte[8]);
        Message.Ref named = Message.Ref.named(eight);
        Message.Ref third = Message.Ref.at(2);
        Message.Want want = new Message.Want(third, List.of(new Message.Known(300, two),
            new Message.Known(1, two)), 20, Bytes.of((byte) 6));
        return List.<Message>of(
            new Message.Beacon(two, four, four, 12_000, four, eight, true, 2, List.of(
                new Message.Standing(third, 7, Bytes.EMPTY))),
            new Message.Beacon(two, four, four, 1, four, eight, false, 0, List.of(
                new Message.Standing(named, 700, two), new Message.Standing(named, 1, two))),
            new Message.Need(two, four, four, Optional.of(four), true, List.of(want, want)),
            new Message.Need(two, four, four, Optional.empty(), false, List.of(
                new Message.Want(named, List.of(), 0, Bytes.EMPTY))),
            new Message.Part(two, Optional.of(four), third, 5, two, 40, 20, eight),
            new Message.Part(two, Optional.empty(), named, 5, two, 8, 0, eight))
            .stream().map(message -> message.encode().toArray()).toList();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        if (input.length == 0 || Message.version(Bytes.of(input)) != Message.VERSION) {
            return;
        }
        PROMISE.kept(input, () -> Message.decode(Bytes.of(input)))
            .ifPresent(message -> assertEquals(Bytes.of(input), message.encode()));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
