// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.testkit.transport.HeardFrames;
import org.junit.jupiter.api.Test;

final class SimTransportTest {
    private static final int TRIES_MAX = 20_000;

    @Test
    void refusesAConfigurationThatCanNeverWork() {
        for (SimTransport wrong : List.of(new SimTransport("127.0.0.1", 0, "north"),
            new SimTransport("127.0.0.1", 65_536, "north"), new SimTransport("127.0.0.1", 4242, ""),
            new SimTransport("127.0.0.1", 4242, "two words"))) {
            IOException refused =
                assertThrows(IOException.class, () -> wrong.open(new HeardFrames()));
            assertTrue(refused.getMessage().contains("set "), refused.getMessage());
            assertFalse(wrong.transmit(frame(1)));
        }
    }

    @Test
    void waitsForAnAirThatComesLaterAndReturnsToOneThatComesBack() throws Exception {
        RunningAir first = RunningAir.start(0);
        int port = first.port();
        first.close();
        SimTransport near = new SimTransport("127.0.0.1", port, "near");
        SimTransport far = new SimTransport("127.0.0.1", port, "far");
        HeardFrames heard = new HeardFrames();

        near.open(new HeardFrames());
        far.open(heard);
        assertFalse(near.transmit(frame(1)), "nobody is there");
        assertTrue(near.medium().radio(), "before it has joined too");
        for (int round = 0; round < 2; round++) {
            try (RunningAir air = RunningAir.start(port)) {
                until(() -> near.transmit(frame(2)) && !heard.rest().isEmpty());
                assertEquals(frame(2), heard.next().orElseThrow());
                assertEquals(RunningAir.FAST, near.medium().airtime());
                assertTrue(near.medium().radio());
            }
            until(() -> !near.transmit(frame(3)));
        }

        near.close();
        far.close();
    }

    @Test
    void hasTwoFramesOutstandingAtMost() throws Exception {
        // An air that welcomes and then never reports a frame as sent.
        try (SilentAir air = SilentAir.start()) {
            SimTransport transport = new SimTransport("127.0.0.1", air.port(), "north");
            transport.open(new HeardFrames());

            until(() -> transport.transmit(frame(1)));
            assertTrue(transport.transmit(frame(2)));

            assertFalse(transport.transmit(frame(3)));
            transport.close();
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (RunningAir air = RunningAir.start(0)) {
            SimTransport connected = new SimTransport("127.0.0.1", air.port(), "leaver");
            connected.open(new HeardFrames());
            until(() -> connected.transmit(frame(1)));
            connected.close();

            assertFalse(isRunning("cairn-air-leaver"));
        }
        SimTransport alone = new SimTransport("127.0.0.1", 1, "loner");
        alone.open(new HeardFrames());
        assertTrue(isRunning("cairn-air-loner"));
        alone.close();

        assertFalse(isRunning("cairn-air-loner"));
    }

    private static boolean isRunning(String name) {
        return Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals(name));
    }

    private static void until(BooleanSupplier fact) throws Exception {
        for (int i = 0; i < TRIES_MAX; i++) {
            if (fact.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        throw new AssertionError("it did not happen");
    }

    private static Frame frame(int number) {
        return new Frame(Bytes.ofLong(number));
    }
}
