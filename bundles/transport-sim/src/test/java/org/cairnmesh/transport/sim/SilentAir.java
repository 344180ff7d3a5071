// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An air that lets one station in and then says nothing more. */
final class SilentAir implements AutoCloseable {
    private final ServerSocket server;

    private SilentAir(ServerSocket server) {
        this.server = server;
    }

    static SilentAir start() throws IOException {
        SilentAir air =
            new SilentAir(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
        new Thread(air::serve, "silent air").start();
        return air;
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (Socket station = server.accept()) {
            station.getOutputStream().write(new AirMessage.Welcome("silent", 500, RunningAir.FAST,
                1, 1).encode().toArray());
            station.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
