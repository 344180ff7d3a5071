// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Inputs near good ones, the same at every run: bits turned, bytes set to what breaks lengths,
 * ranges taken out, repeated and mixed with those of another. They keep every build close to what
 * the fuzzer does in hours.
 */
public final class Mutants {
    private static final int COUNT = Integer.getInteger("cairn.mutants", 3_000);
    private static final int[] TELLING = {0, 1, 0x17, 0x18, 0x1b, 0x1f, 0x20, 0x3f, 0x40, 0x5b,
        0x7b, 0x7f, 0x80, 0x9b, 0xbb, 0xc4, 0xf4, 0xfe, 0xff};
    private static final int CHANGES_MAX = 4;
    private static final int RANGE_MAX = 64;

    private final Random random;
    private final List<byte[]> seeds;

    private Mutants(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
    }

    /** Gives each mutant to a target; the number of one that fails stands in the failure. */
    public static void each(List<byte[]> seeds, Consumer<byte[]> target) {
        each(COUNT, seeds, target);
    }

    /** As {@link #each}, for a target that takes long. */
    public static void few(List<byte[]> seeds, Consumer<byte[]> target) {
        each(COUNT / 20, seeds, target);
    }

    private static void each(int count, List<byte[]> seeds, Consumer<byte[]> target) {
        assertTrue(seeds.size() > 0, "no seeds");
        for (int i = 0; i < count; i++) {
            byte[] mutant = new Mutants(i, seeds).next();
            try {
                target.accept(mutant);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("mutant " + i + ": " + Promise.hex(mutant), e);
            }
        }
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] next() {
        byte[] mutant = seed().clone();
        for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
            mutant = changed(mutant);
        }
        return mutant;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int size = Math.min(random.nextInt(RANGE_MAX), bytes.length - at);
        byte[] other = seed();
        int from = random.nextInt(other.length + 1);
        int more = Math.min(random.nextInt(RANGE_MAX), other.length - from);
        return switch (random.nextInt(7)) {
            case 0 -> joined(bytes, 0, at);
            case 1 -> joined(joined(bytes, 0, at), bytes, at + size);
            case 2 -> joined(joined(bytes, 0, at + size), bytes, at);
            case 3 -> joined(joined(joined(bytes, 0, at), other, from, more), bytes, at + size);
            case 4 -> joined(joined(bytes, 0, at), other, from);
            case 5 -> set(bytes, at, TELLING[random.nextInt(TELLING.length)]);
            default -> set(bytes, at,
                at < bytes.length ? bytes[at] ^ 1 << random.nextInt(8) : 0);
        };
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        if (at < copy.length) {
            copy[at] = (byte) value;
        }
        return copy;
    }

    private static byte[] joined(byte[] bytes, int from, int size) {
        return joined(new byte[0], bytes, from, size);
    }

    private static byte[] joined(byte[] start, byte[] rest, int from) {
        return joined(start, rest, from, rest.length - from);
    }

    private static byte[] joined(byte[] start, byte[] rest, int from, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(start);
        out.write(rest, from, size);
        return out.toByteArray();
    }
}
