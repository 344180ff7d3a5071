// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of the shell may send: the messages up to the first that is none. */
class WireFuzzTest {
    /** The length of a message is believed up to its bound, before its bytes are there. */
    private static final Promise PROMISE =
        new Promise(IOException.class, 300_000 + Wire.PAYLOAD_BYTES_MAX, 40);

    static List<byte[]> seeds() {
        return Stream.of("H1\0/tmp\0amina\00080\0001", "Cset\0R-1\0a=ä", "Lview | grep x", "X0")
            .map(text -> message(text.charAt(0), text.substring(1))).toList();
    }

    private static byte[] message(char type, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Wire.write(Channels.newChannel(out), type, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatIsReadIsWrittenTheSame(byte[] input) {
        Optional<Optional<Wire.Message>> read = PROMISE.kept(input, () -> {
            ReadableByteChannel from = Channels.newChannel(new ByteArrayInputStream(input));
            Optional<Wire.Message> first = Wire.read(from);
            first.ifPresent(Wire.Message::parts);
            return first;
        });
        read.flatMap(first -> first).ifPresent(first -> {
            byte[] again = message(first.type(), first.payload());
            assertArrayEquals(Arrays.copyOf(input, again.length), again);
        });
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatIsReadIsWrittenTheSame);
    }
}
