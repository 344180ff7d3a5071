// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What a decoder promises of whatever bytes it is given: it answers, or throws the one exception
 * that it documents, and allocates no more than so much for each byte and for the whole. What it
 * allocates is what it can hold at most; the count is the thread's own, so it does not depend on
 * the heap, the collector or what else runs. That it answers at all is held by a time limit on the
 * test, which only an endless loop comes near.
 *
 * @param documented the exception that says that the bytes are none
 * @param fixedBytes what it may allocate for no bytes at all
 * @param perByte    what it may allocate beside that for each byte
 */
public record Promise(Class<? extends Exception> documented, long fixedBytes, long perByte) {
    /** How long one input may take. */
    public static final int SECONDS_MAX = 20;

    /** The first run also loads classes. */
    private static final int RUNS = 3;
    private static final ThreadMXBean THREADS =
        (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What the decoder answered, or nothing if it threw what it may. */
    public <T> Optional<T> kept(byte[] input, Callable<T> decoder) {
        long most = fixedBytes + perByte * input.length;
        long allocated = Long.MAX_VALUE;
        Optional<T> answer = Optional.empty();
        for (int i = 0; i < RUNS && allocated > most; i++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            answer = answer(input, decoder);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (allocated > most) {
            throw new AssertionError("allocated " + allocated + " bytes, not " + most
                + ", of " + input.length + ": " + hex(input));
        }
        return answer;
    }

    private <T> Optional<T> answer(byte[] input, Callable<T> decoder) {
        try {
            return Optional.of(decoder.call());
        } catch (Exception e) {
            if (!documented.isInstance(e)) {
                throw new AssertionError("throws what it does not document, of " + hex(input), e);
            }
            return Optional.empty();
        }
    }

    /** The start of an input, for the message of a failure. */
    static String hex(byte[] input) {
        String all = HexFormat.of().formatHex(input);
        return all.length() <= 4_000 ? all : all.substring(0, 4_000) + "...";
    }
}
