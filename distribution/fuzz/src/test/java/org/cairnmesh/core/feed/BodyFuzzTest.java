// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies as a device with a key may sign them. The first octet chooses the dictionary, and whether
 * the body is taken as it is, or as the decisions before the CRC: of any bits as many events are
 * read as come, and the plain form is deflated here. The second says how many events the header
 * promises.
 */
class BodyFuzzTest {
    private static final int FITTED = 4;
    /** A memory, and what so many plain bytes can say. */
    private static final Promise PROMISE = new Promise(IllegalStateException.class,
        2_000_000 + 500L * Limits.BODY_PLAIN_BYTES_MAX, 20_000);
    private static final Samples SAMPLES = new Samples(1);
    private static final Event NO_EVENT = new Samples(2).event();
    private static final History PAST =
        new BodyWriter(History.NONE, SAMPLES.events(12)).written().next();

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            List<Event> events = new Samples(1).events(count);
            Bytes coded = new BodyWriter(History.NONE, events).written().bytes();
            Bytes after = new BodyWriter(PAST, events).written().bytes();
            seeds.add(seed(Header.NONE, count, coded));
            seeds.add(seed(Header.NONE | FITTED, count, coded));
            seeds.add(seed(Header.HISTORY, count, after));
            seeds.add(seed(Header.HISTORY | FITTED, count, after));
            seeds.add(seed(Header.PLAIN, count, PlainBody.write(events)));
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
        int dictionary = input[0] & 3;
        int count = input[1] & 0xff;
        Bytes given = Bytes.of(input, 2, input.length - 2);
        boolean fitted = (input[0] & FITTED) != 0;
        Optional<List<Event>> read = fitted && dictionary != Header.PLAIN
            ? PROMISE.kept(input, () -> decided(given, dictionary, count)).orElseThrow()
            : PROMISE.kept(input, () -> read(fitted ? deflated(given) : given, count, dictionary))
                .orElseThrow();

        read.ifPresent(events -> {
            Body.Written again = new BodyWriter(PAST, events).written();
            assertEquals(Optional.of(events),
                read(again.bytes(), events.size(), again.dictionary()));
        });
    }

    private static Optional<List<Event>> read(Bytes body, int count, int dictionary) {
        return Body.read(body, SAMPLES.id(0), count, dictionary, PAST).map(Body.Read::events);
    }

    @Test
    void mutants() {
        Mutants.few(seeds(), this::whatReadsIsWrittenAndReadAgain);
    }

    @Test
    void theSeedsRead() {
        for (byte[] seed : seeds()) {
            Bytes given = Bytes.of(seed, 2, seed.length - 2);
            assertEquals(seed[1] & 0xff, Body.read(given, SAMPLES.id(0), seed[1], seed[0] & 3,
                PAST).orElseThrow().events().size());
        }
    }

    /** The events that any bits say, up to the first that is none. */
    private static Optional<List<Event>> decided(Bytes bits, int dictionary, int count) {
        History before = dictionary == Header.HISTORY ? PAST : History.NONE;
        EventCoder coder = new EventCoder(before.memory(), new BitReader(bits), new Plain());
        List<Event> events = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                events.add(coder.code(NO_EVENT, SAMPLES.id(i)));
            }
        } catch (MalformedException | IllegalArgumentException end) {
            return Optional.of(events);
        }
        return Optional.of(events);
    }

    private static Bytes deflated(Bytes plain) {
        CRC32 crc = new CRC32();
        crc.update(plain.toArray());
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(Body.withCrc(plain, crc.getValue()).toArray());
            deflater.finish();
            byte[] out = new byte[2 * plain.size() + 64];
            return Bytes.of(out, 0, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }
}
