// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.cairnmesh.api.transport.LoRa;
import org.cairnmesh.transport.sim.AirServer;
import org.cairnmesh.transport.sim.Cell;
import org.cairnmesh.transport.sim.CellSettings;

/** The air that a box under test joins. */
final class Air {
    private static final LoRa FAST = new LoRa(7, 500_000, 5);

    private Air() { }

    /** Serves a cell until the JVM ends; answers its port. */
    static int start(double scale) throws IOException {
        Cell cell = new Cell(CellSettings.clear(FAST, 1), new Random(1));
        AirServer server = AirServer.open(cell, scale, System::nanoTime, 0);
        Thread thread = new Thread(() -> serve(server), "air under test");
        thread.setDaemon(true);
        thread.start();
        return server.port();
    }

    private static void serve(AirServer server) {
        try {
            server.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
