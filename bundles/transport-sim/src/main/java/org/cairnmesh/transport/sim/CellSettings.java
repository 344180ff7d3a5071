// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import org.cairnmesh.api.transport.LoRa;

/**
 * How a simulated cell behaves.
 *
 * @param lora       decides the airtime of a frame
 * @param duty       the share of time that each station may transmit, above 0, at most 1
 * @param loss       the probability that one receiver misses one LoRa frame
 * @param repeat     the probability that a frame is heard a second time
 * @param lateMillis a heard frame is delivered up to this much later, each by its own draw, so that
 *                   frames may change their order
 * @param mtuBytes   the largest frame
 */
public record CellSettings(LoRa lora, double duty, double loss, double repeat, long lateMillis,
                           int mtuBytes) {
    /** The largest frame unless said otherwise. */
    public static final int MTU_BYTES = 500;
    /** The longest that a delivery may be late. */
    public static final long LATE_MILLIS_MAX = 3_600_000;

    public CellSettings {
        check(duty > 0 && duty <= 1, "duty must be above 0 and at most 1, not " + duty);
        check(loss >= 0 && loss <= 1, "loss must be from 0 to 1, not " + loss);
        check(repeat >= 0 && repeat <= 1, "repeat must be from 0 to 1, not " + repeat);
        check(lateMillis >= 0 && lateMillis <= LATE_MILLIS_MAX,
            "late must be from 0 to " + LATE_MILLIS_MAX + " ms, not " + lateMillis);
        check(mtuBytes >= 64 && mtuBytes <= LoRa.PACKET_BYTES_MAX,
            "mtu must be from 64 to " + LoRa.PACKET_BYTES_MAX + " bytes, not " + mtuBytes);
        check(lora.micros(mtuBytes) <= duty * DutyBudget.DEPTH_MICROS, "a frame of " + mtuBytes
            + " bytes takes longer than an hour's duty of " + duty + " allows");
    }

    /** A cell that loses, repeats and delays nothing. */
    public static CellSettings clear(LoRa lora, double duty) {
        return new CellSettings(lora, duty, 0, 0, 0, MTU_BYTES);
    }

    public CellSettings withLoss(double share) {
        return new CellSettings(lora, duty, share, repeat, lateMillis, mtuBytes);
    }

    public CellSettings withRepeat(double share) {
        return new CellSettings(lora, duty, loss, share, lateMillis, mtuBytes);
    }

    public CellSettings withLateMillis(long millis) {
        return new CellSettings(lora, duty, loss, repeat, millis, mtuBytes);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
