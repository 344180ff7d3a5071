// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that ran as another until a time, and runs faster since, so that a demonstration does not
 * take the hours that a slow radio needs.
 */
record ScaledClock(InstantSource clock, long sinceMillis, double scale)
    implements InstantSource {
    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(
            sinceMillis + Math.round((clock.millis() - sinceMillis) * scale));
    }
}
