// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.ProtocolException;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class AirMessageFuzzTest {
    private static final Promise PROMISE = new Promise(ProtocolException.class, 40_000, 100);

    static List<byte[]> seeds() {
        Frame frame = new Frame(Bytes.of((byte) 0x11, (byte) 2, (byte) 3));
        return List.of(new AirMessage.Join("north"),
            new AirMessage.Welcome("lora SF8", 431, new LoRa(8, 125_000, 5), 0.1, 60),
            new AirMessage.Send(frame), new AirMessage.Sent(), new AirMessage.Heard(frame),
            new AirMessage.Refusal("the name nörth is taken")).stream()
            .map(AirMessageFuzzTest::body).map(Bytes::toArray).toList();
    }

    /** A message as the decoder takes it, without the length before it. */
    private static Bytes body(AirMessage message) {
        Bytes whole = message.encode();
        return whole.slice(AirMessage.LENGTH_BYTES, whole.size() - AirMessage.LENGTH_BYTES);
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesToTheSameBytes(byte[] input) {
        PROMISE.kept(input, () -> AirMessage.decode(Bytes.of(input)))
            .ifPresent(message -> assertEquals(Bytes.of(input), body(message)));
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesToTheSameBytes);
    }
}
