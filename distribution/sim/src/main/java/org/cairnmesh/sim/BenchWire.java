// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;

/** One end of a wire between two boxes of a bench; the bench carries the frames. One thread. */
final class BenchWire implements Transport {
    private static final int MTU_BYTES = 4_096;

    private final List<Frame> sent = new ArrayList<>();
    private Optional<Inbox> inbox = Optional.empty();

    @Override
    public Medium medium() {
        return new Medium("wire", MTU_BYTES, bytes -> bytes, false, false, 1);
    }

    @Override
    public void open(Inbox in) {
        inbox = Optional.of(in);
    }

    @Override
    public boolean transmit(Frame frame) {
        return sent.add(frame);
    }

    @Override
    public void close() {
        inbox = Optional.empty();
    }

    /** What was sent since this was last asked. */
    List<Frame> sent() {
        List<Frame> frames = List.copyOf(sent);
        sent.clear();
        return frames;
    }

    void hear(Frame frame) {
        inbox.ifPresent(in -> in.offer(frame));
    }
}
