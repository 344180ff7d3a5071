// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ScaledClockTest {
    private long real = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochMilli(real);

    @Test
    void showsTheTimeOfTheOtherWhereItStarts() {
        assertEquals(1_000_000, new ScaledClock(clock, 1_000_000, 60).millis());
    }

    @Test
    void runsSoManyTimesAsFast() {
        ScaledClock scaled = new ScaledClock(clock, 1_000_000, 60);

        real += 500;

        assertEquals(1_030_000, scaled.millis());
    }

    @Test
    void runsSlowerToo() {
        ScaledClock scaled = new ScaledClock(clock, 1_000_000, 0.5);

        real += 500;

        assertEquals(1_000_250, scaled.millis());
    }

    @Test
    void twoThatStartTogetherShowTheSame() {
        real += 12_345;

        assertEquals(new ScaledClock(clock, 1_000_000, 7).instant(),
            new ScaledClock(clock, 1_000_000, 7).instant());
    }
}
