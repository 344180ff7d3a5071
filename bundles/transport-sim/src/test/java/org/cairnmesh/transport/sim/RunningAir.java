// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import org.cairnmesh.api.transport.LoRa;

/** An air on its own thread, so fast that a test does not wait for airtime. */
final class RunningAir implements AutoCloseable {
    static final LoRa FAST = new LoRa(7, 500_000, 5);
    static final double SCALE = 500;

    private final AirServer server;
    private final Thread thread;

    private RunningAir(AirServer server) {
        this.server = server;
        this.thread = new Thread(this::serve, "air under test");
        thread.start();
    }

    static RunningAir start(int port) throws IOException {
        Cell cell = new Cell(CellSettings.clear(FAST, 1), new Random(1));
        return new RunningAir(AirServer.open(cell, SCALE, System::nanoTime, port));
    }

    int port() {
        return server.port();
    }

    private void serve() {
        try {
            server.run();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
        thread.join();
    }
}
