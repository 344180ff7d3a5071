// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the time of another and then runs faster, so that a demonstration does not
 * take the hours that a slow radio needs.
 */
record ScaledClock(Instant start, LongSupplier nanos, long startNanos, double scale)
    implements InstantSource {
    static ScaledClock from(InstantSource clock, LongSupplier nanos, double scale) {
        return new ScaledClock(clock.instant(), nanos, nanos.getAsLong(), scale);
    }

    @Override
    public Instant instant() {
        return start.plusNanos((long) ((nanos.getAsLong() - startNanos) * scale));
    }
}
