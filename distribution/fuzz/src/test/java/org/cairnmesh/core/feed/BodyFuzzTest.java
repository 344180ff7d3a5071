// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies, as bytes that were deflated already, and as the plain bytes that a box with a key may
 * deflate and sign. The first octet chooses, the second says how many events the header promises.
 */
class BodyFuzzTest {
    private static final int HISTORY = 1;
    private static final int PLAIN = 2;
    private static final Promise PROMISE = new Promise(IllegalStateException.class,
        500L * Limits.BODY_PLAIN_BYTES_MAX, 500);
    private static final Samples SAMPLES = new Samples(1);
    private static final List<Event> BEFORE = SAMPLES.events(6);
    private static final Bytes PAST = Body.history(Bytes.EMPTY, BEFORE, Samples.NOON);

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            List<Event> events = new Samples(1).events(count);
            seeds.add(seed(0, count, Body.write(events, Samples.NOON)));
            seeds.add(seed(HISTORY, count, Body.write(events, Samples.NOON, PAST)));
            seeds.add(seed(PLAIN, count, Body.history(Bytes.EMPTY, events, Samples.NOON)));
        }
        return seeds;
    }

    private static byte[] seed(int flags, int count, Bytes bytes) {
        byte[] seed = new byte[2 + bytes.size()];
        seed[0] = (byte) flags;
        seed[1] = (byte) count;
        bytes.copyTo(seed, 2);
        return seed;
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatReadsIsWrittenAndReadAgain(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Bytes past = (input[0] & HISTORY) != 0 ? PAST : Bytes.EMPTY;
        Bytes given = Bytes.of(input, 2, input.length - 2);
        boolean plain = (input[0] & PLAIN) != 0;
        Bytes body = plain ? deflated(given, past) : given;
        int count = input[1] & 0xff;

        Optional<List<Event>> events = PROMISE.kept(input, () ->
            Body.read(body, SAMPLES.id(0), count, Samples.NOON, past)).orElseThrow();

        events.ifPresent(read -> {
            assertEquals(count, read.size());
            Bytes again = Body.write(read, Samples.NOON, past);
            assertEquals(events, Body.read(again, SAMPLES.id(0), count, Samples.NOON, past));
            if (plain && count > 0) {
                assertEquals(given, Body.history(Bytes.EMPTY, read, Samples.NOON));
            }
        });
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatReadsIsWrittenAndReadAgain);
    }

    @Test
    void theSeedsRead() {
        assertTrue(Body.read(deflated(Body.history(Bytes.EMPTY, BEFORE, Samples.NOON), PAST),
            SAMPLES.id(0), BEFORE.size(), Samples.NOON, PAST).isPresent());
    }

    private static Bytes deflated(Bytes plain, Bytes past) {
        CRC32 crc = new CRC32();
        crc.update(plain.toArray());
        byte[] input = new byte[plain.size() + 4];
        plain.copyTo(input, 0);
        Bytes.ofLong(crc.getValue()).slice(4, 4).copyTo(input, plain.size());
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            if (past.size() > 0) {
                deflater.setDictionary(past.toArray());
            }
            deflater.setInput(input);
            deflater.finish();
            byte[] out = new byte[2 * input.length + 64];
            return Bytes.of(out, 0, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }
}
