// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Entry;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session on a graph that holds something, and a stranger and an insider who send what they like.
 * The input is a script ({@link Script}): frames as they are, blocks as they travel with the check
 * that fits them, and blocks that the insider signed. Whatever was sent, what was held is still
 * held, what the session says is in the format, and an honest box gets its next block in.
 */
class SessionFuzzTest {
    /** A session's own, its digests and its buffers: at most so much for each byte heard. */
    private static final Promise PROMISE =
        new Promise(IllegalStateException.class, 12_000_000, 60_000);
    private static final List<Sealed> HONEST = new Samples(1).chain(5);

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Receiver other = new Receiver(new Samples(3), HONEST);
        long now = 0;
        for (int i = 0; i < 40; i++, now += 10_000) {
            Optional<Session.Sending> said = other.session.next(now);
            if (said.isPresent()) {
                other.session.sent(said.get(), now);
                seeds.add(frame(said.get().frame()));
            }
        }
        for (Sealed sealed : HONEST) {
            Bytes wire = WireBlock.encode(sealed.block(), other.graph.get(
                sealed.block().id()).orElseThrow().previous(), Optional.empty());
            seeds.add(frame(part(sealed, wire)));
            seeds.add(op(Script.WIRE, wire));
        }
        seeds.add(op(Script.INSIDER, Bytes.of(new byte[24])));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        seeds.forEach(all::writeBytes);
        seeds.add(all.toByteArray());
        return seeds;
    }

    private static byte[] frame(Bytes frame) {
        return op(Script.FRAME, frame);
    }

    private static byte[] op(int what, Bytes bytes) {
        byte[] op = new byte[3 + bytes.size()];
        op[0] = (byte) what;
        op[1] = (byte) (bytes.size() >> 8);
        op[2] = (byte) bytes.size();
        bytes.copyTo(op, 3);
        return op;
    }

    private static Bytes part(Sealed sealed, Bytes wire) {
        return new Message.Part(Samples.SPACE.value().head(Message.SPACE_SIZE), Optional.empty(),
            Message.Ref.named(Roster.prefix(sealed.header().feed())), sealed.header().number(),
            Entry.check(sealed.block().id()), wire.size(), 0, wire).encode();
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whateverComesIsCountedOrHeldAndHarmsNobody(byte[] input) {
        Receiver receiver = PROMISE.kept(input, () -> {
            Receiver box = new Receiver(new Samples(2), HONEST.subList(0, 3));
            new Script(input, box).play();
            return box;
        }).orElseThrow();

        for (int i = 0; i < 3; i++) {
            assertTrue(receiver.graph.get(HONEST.get(i).block().id()).isPresent());
        }
        for (int i = 3; i < 5; i++) {
            Sealed next = HONEST.get(i);
            Bytes wire = WireBlock.encode(next.block(), receiver.graph.get(
                HONEST.get(i - 1).block().id()), Optional.empty());
            receiver.session.receive(part(next, wire), 1_000_000_000);
            assertEquals(next.block().id(),
                receiver.graph.get(next.block().id()).orElseThrow().id());
        }
    }

    @Test
    void mutants() {
        Mutants.few(seeds(), this::whateverComesIsCountedOrHeldAndHarmsNobody);
    }

    @Test
    void theInsiderGetsBlocksIn() {
        Receiver box = new Receiver(new Samples(2), HONEST);

        new Script(op(Script.INSIDER, Bytes.of(new byte[24])), box).play();

        assertTrue(box.graph.feed(new Samples(9).feed()).isPresent());
    }
}
