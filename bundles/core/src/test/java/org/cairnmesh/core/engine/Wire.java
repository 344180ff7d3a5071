// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;

/** A driver whose frames go straight to another, and which throws where it is told to. */
final class Wire implements Transport {
    final String name;
    final List<Frame> sent = new ArrayList<>();
    Optional<Wire> other = Optional.empty();
    Optional<Inbox> inbox = Optional.empty();
    String throwsIn = "";
    boolean full;
    /** How many frames it still takes. */
    int slots = Integer.MAX_VALUE;
    boolean radio;
    int closed;
    int asked;

    Wire(String name) {
        this.name = name;
    }

    private void in(String method) {
        if (throwsIn.equals(method)) {
            throw new NoClassDefFoundError("gone in " + method);
        }
    }

    @Override
    public Medium medium() {
        in("medium");
        return new Medium(name, 431, bytes -> {
            in("airtime");
            return bytes * 100L;
        }, true, radio, 1);
    }

    @Override
    public void open(Inbox in) throws IOException {
        in("open");
        if (throwsIn.equals("device")) {
            throw new IOException("no such device: set port");
        }
        inbox = Optional.of(in);
    }

    @Override
    public boolean transmit(Frame frame) {
        in("transmit");
        asked++;
        if (full || slots == 0) {
            return false;
        }
        slots--;
        sent.add(frame);
        other.flatMap(wire -> wire.inbox).ifPresent(in -> in.offer(frame));
        return true;
    }

    @Override
    public void close() {
        closed++;
        in("close");
    }
}
