// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.random.RandomGenerator;
import org.cairnmesh.api.transport.LoRa;

/**
 * How long a station stays silent before it senses the medium: two slots and a random number of
 * further ones, as the RNode firmware does on a quiet channel. Unlike the firmware, a station that
 * then finds the medium busy draws anew instead of counting on.
 */
record Backoff(long slotMicros, long sensingMicros) {
    private static final int SLOT_SYMBOLS = 12;
    private static final long SLOT_MICROS_MIN = 24_000;
    private static final long SLOT_MICROS_MAX = 100_000;
    private static final int SILENT_SLOTS = 2;
    private static final int RANDOM_SLOTS = 15;
    private static final int SENSING_SYMBOLS = 4;

    /**
     * A transmission younger than {@code sensingMicros} is not sensed: its preamble is too short.
     */
    static Backoff of(LoRa lora) {
        long symbol = Math.round(1e6 * (1 << lora.spreadingFactor()) / lora.bandwidthHz());
        long slot = Math.min(SLOT_MICROS_MAX, Math.max(SLOT_MICROS_MIN, SLOT_SYMBOLS * symbol));
        return new Backoff(slot, SENSING_SYMBOLS * symbol);
    }

    long drawMicros(RandomGenerator random) {
        return slotMicros * (SILENT_SLOTS + random.nextInt(RANDOM_SLOTS));
    }
}
