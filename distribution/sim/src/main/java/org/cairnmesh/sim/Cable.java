// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.api.transport.Transport;

/** One end of a cable without loss; the frames that its box sent wait until they are taken. */
final class Cable implements Transport {
    /** As on a LAN. */
    private static final int MTU_BYTES = 1_400;
    private static final long BYTES_A_MICRO = 10;

    private final List<Frame> sent = new ArrayList<>();
    private Optional<Inbox> inbox = Optional.empty();

    /** The frames that were sent since the last call. */
    List<Frame> take() {
        List<Frame> frames = List.copyOf(sent);
        sent.clear();
        return frames;
    }

    /** Hands a frame to the box; false if it has no room for it now. */
    boolean hear(Frame frame) {
        return inbox.isPresent() && inbox.get().offer(frame);
    }

    @Override
    public Medium medium() {
        return new Medium("cable", MTU_BYTES, bytes -> bytes / BYTES_A_MICRO, false,
            false, 1);
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
}
