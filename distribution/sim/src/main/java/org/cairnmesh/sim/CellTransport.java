// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.Optional;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;
import org.cairnmesh.transport.sim.Cell;
import org.cairnmesh.transport.sim.CellSettings;

/** A station of a simulated cell in the same thread. */
final class CellTransport implements Transport {
    private final String name;
    private final Cell cell;
    private Optional<Inbox> inbox = Optional.empty();
    private long nowMicros;

    CellTransport(String name, Cell cell) {
        this.name = name;
        this.cell = cell;
    }

    /** The time of the turn that follows. */
    void at(long micros) {
        nowMicros = micros;
    }

    void heard(Frame frame, long micros) {
        nowMicros = micros;
        inbox.ifPresent(in -> in.offer(frame));
    }

    @Override
    public Medium medium() {
        CellSettings settings = cell.settings();
        return new Medium("sim " + name, settings.mtuBytes(), settings.lora(), true, true,
            settings.duty());
    }

    @Override
    public void open(Inbox in) {
        inbox = Optional.of(in);
    }

    @Override
    public boolean transmit(Frame frame) {
        return inbox.isPresent() && cell.offer(name, frame, nowMicros);
    }

    @Override
    public void close() {
        inbox = Optional.empty();
    }
}
