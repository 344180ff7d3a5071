// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.core.feed.Pen;
import org.junit.jupiter.api.Test;

class MessageTest {
    private static final int SEEDS = 400;

    private static long number(Random random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private static Message.Ref ref(Random random, boolean ordinals) {
        return ordinals ? Message.Ref.at(number(random))
            : Message.Ref.named(Pen.noise(random, Roster.PREFIX_SIZE));
    }

    private static Optional<Bytes> roster(Random random) {
        return random.nextBoolean() ? Optional.of(Pen.noise(random, Roster.TAG_SIZE))
            : Optional.empty();
    }

    private static Message drawn(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> beacon(random);
            case 1 -> need(random);
            default -> part(random);
        };
    }

    private static Message.Beacon beacon(Random random) {
        boolean ordinals = random.nextBoolean();
        int from = random.nextInt(300);
        List<Message.Standing> standings = new ArrayList<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            Message.Ref ref = ordinals ? Message.Ref.at(from + standings.size())
                : ref(random, false);
            standings.add(new Message.Standing(ref, number(random),
                ordinals ? Bytes.EMPTY : Pen.noise(random, Message.CHECK_SIZE)));
        }
        return new Message.Beacon(Pen.noise(random, Message.SPACE_SIZE),
            Pen.noise(random, Message.BOX_SIZE), Pen.noise(random, Roster.TAG_SIZE),
            number(random), Pen.noise(random, Message.SALT_SIZE),
            Pen.noise(random, Message.DIGEST_SIZE), ordinals, from, standings);
    }

    private static Message.Need need(Random random) {
        Optional<Bytes> roster = roster(random);
        List<Message.Want> wants = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            List<Message.Known> known = new ArrayList<>();
            for (int n = random.nextInt(8); n > 0; n--) {
                known.add(new Message.Known(number(random),
                    Pen.noise(random, Message.CHECK_SIZE)));
            }
            wants.add(new Message.Want(ref(random, roster.isPresent()), known,
                random.nextBoolean() ? 0 : 1 + random.nextInt(3_000),
                random.nextBoolean() ? Bytes.EMPTY : Pen.noise(random, 1 + random.nextInt(32))));
        }
        return new Message.Need(Pen.noise(random, Message.SPACE_SIZE),
            Pen.noise(random, Message.BOX_SIZE), Pen.noise(random, Message.BOX_SIZE), roster,
            random.nextBoolean(), wants);
    }

    private static Message.Part part(Random random) {
        Optional<Bytes> roster = roster(random);
        int size = 1 + random.nextInt(WireBlock.SIZE_MAX);
        int offset = random.nextInt(size);
        return new Message.Part(Pen.noise(random, Message.SPACE_SIZE), roster,
            ref(random, roster.isPresent()), 1 + (number(random) >> 1),
            Pen.noise(random, Message.CHECK_SIZE), size, offset,
            Pen.noise(random, 1 + random.nextInt(size - offset)));
    }

    @Test
    void everyMessageIsReadBackAsItWasWritten() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Message message = drawn(new Random(seed));

            assertEquals(message, Message.decode(message.encode()), "seed " + seed);
        }
    }

    @Test
    void theFirstOctetIsVersionAndTypeAndTheSpaceFollows() {
        Bytes frame = beacon(new Random(1)).encode();

        assertEquals(0x11, frame.at(0));
        assertEquals(Message.VERSION, Message.version(frame));
        assertEquals(Message.decode(frame).space(), frame.slice(1, 2));
        assertEquals(15, Message.version(Bytes.of((byte) 0xf1)));
    }

    @Test
    void whateverTheBytesAreTheyAreAMessageOrMalformed() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Bytes bytes = switch (random.nextInt(3)) {
                case 0 -> flipped(random, Pen.noise(random, 2 + random.nextInt(80)));
                case 1 -> flipped(random, drawn(random).encode());
                default -> cut(random, drawn(random).encode());
            };
            try {
                assertEquals(bytes, Message.decode(bytes).encode(), "seed " + seed);
            } catch (MalformedException e) {
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static Bytes flipped(Random random, Bytes frame) {
        byte[] bytes = frame.toArray();
        bytes[0] = (byte) (0x10 | 1 + random.nextInt(3));
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[1 + random.nextInt(bytes.length - 1)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.of(bytes);
    }

    private static Bytes cut(Random random, Bytes frame) {
        return frame.head(1 + random.nextInt(frame.size()));
    }

    @Test
    void numbersHaveOneForm() {
        for (long number : List.of(0L, 1L, 127L, 128L, 16_383L, 16_384L, 1L << 62,
            Long.MAX_VALUE)) {
            assertEquals(number,
                new WireReader(new WireWriter().number(number).done()).number());
        }
        assertEquals(9, new WireWriter().number(Long.MAX_VALUE).size());
        malformed(0x80, 0x00);
        malformed(0xff);
        malformed(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
    }

    private static void malformed(int... octets) {
        WireWriter out = new WireWriter();
        for (int octet : octets) {
            out.octet(octet);
        }
        assertThrows(MalformedException.class, () -> new WireReader(out.done()).number());
    }

    @Test
    void numbersOfEitherSignAreReadBack() {
        for (long number : List.of(0L, -1L, 1L, -64L, 64L, -(1L << 49), 1L << 49)) {
            assertEquals(number,
                new WireReader(new WireWriter().signed(number).done()).signed());
        }
        assertEquals(1, new WireWriter().signed(-64).size());
    }

    @Test
    void aPartBeyondItsBlockIsMalformed() {
        partOf(10, 0, 10);
        partOf(10, 9, 1);
        partOf(WireBlock.SIZE_MAX, 0, 1);
        assertThrows(MalformedException.class, () -> partOf(10, 1, 10));
        assertThrows(MalformedException.class, () -> partOf(10, 10, 1));
        assertThrows(MalformedException.class, () -> partOf(10, 0, 0));
        assertThrows(MalformedException.class, () -> partOf(WireBlock.SIZE_MAX + 1, 0, 1));
    }

    private static void partOf(int size, int offset, int bytes) {
        Message.decode(new Message.Part(Bytes.of(new byte[2]), Optional.empty(),
            Message.Ref.named(Bytes.of(new byte[8])), 1, Bytes.of(new byte[2]), size, offset,
            Bytes.of(new byte[bytes])).encode());
    }

    @Test
    void aPartOfNoBlockIsMalformed() {
        Message.Part part = new Message.Part(Bytes.of(new byte[2]), Optional.empty(),
            Message.Ref.named(Bytes.of(new byte[8])), 0, Bytes.of(new byte[2]), 4, 0,
            Bytes.of(new byte[1]));

        assertThrows(MalformedException.class, () -> Message.decode(part.encode()));
    }

    @Test
    void unknownTypesAndFlagsAreMalformed() {
        byte[] frame = beacon(new Random(1)).encode().toArray();
        frame[0] = 0x14;
        assertThrows(MalformedException.class, () -> Message.decode(Bytes.of(frame)));

        byte[] part = new byte[40];
        part[0] = 0x13;
        part[3] = 2;
        MalformedException e =
            assertThrows(MalformedException.class, () -> Message.decode(Bytes.of(part)));
        assertTrue(e.getMessage().contains("flags"), e.getMessage());
    }
}
