// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import org.cairnmesh.testkit.transport.TransportContract;
import org.junit.jupiter.api.AfterEach;

final class SimTransportContractTest extends TransportContract {
    private RunningAir air;

    @Override
    protected Pair pair() throws Exception {
        air = RunningAir.start(0);
        return new Pair(new SimTransport("127.0.0.1", air.port(), "near"),
            new SimTransport("127.0.0.1", air.port(), "far"));
    }

    @AfterEach
    void stopAir() throws Exception {
        air.close();
    }
}
