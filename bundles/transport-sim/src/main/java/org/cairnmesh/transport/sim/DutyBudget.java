// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

/**
 * What a station may still send: a token bucket in microseconds of airtime, one hour deep, full at
 * first, refilled at the rate of the duty cycle.
 */
final class DutyBudget {
    static final long DEPTH_MICROS = 3_600_000_000L;

    private final double duty;
    private double left;
    private long seenMicros;

    DutyBudget(double duty, long nowMicros) {
        this.duty = duty;
        this.left = duty * DEPTH_MICROS;
        this.seenMicros = nowMicros;
    }

    /** How long until so much airtime may be spent; 0 if it may be now. */
    long waitMicros(long airtimeMicros, long nowMicros) {
        refill(nowMicros);
        double lacking = airtimeMicros - left;
        return lacking <= 0 ? 0 : Math.max(1, (long) Math.ceil(lacking / duty));
    }

    void spend(long airtimeMicros, long nowMicros) {
        refill(nowMicros);
        left -= airtimeMicros;
    }

    private void refill(long nowMicros) {
        left = Math.min(duty * DEPTH_MICROS, left + (nowMicros - seenMicros) * duty);
        seenMicros = nowMicros;
    }
}
