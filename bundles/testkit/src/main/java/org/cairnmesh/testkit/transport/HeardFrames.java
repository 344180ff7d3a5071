// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.api.transport.Inbox;

/** An inbox that keeps what it is offered, for a test to wait for. Safe from any thread. */
public final class HeardFrames implements Inbox {
    private static final long WAIT_SECONDS = 20;

    private final LinkedBlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

    @Override
    public boolean offer(Frame frame) {
        return frames.add(frame);
    }

    /** The next frame; empty if none comes within the patience of a test. */
    public Optional<Frame> next() throws InterruptedException {
        return Optional.ofNullable(frames.poll(WAIT_SECONDS, TimeUnit.SECONDS));
    }

    /** The next frames, fewer only if they do not come. */
    public List<Frame> next(int count) throws InterruptedException {
        List<Frame> heard = new ArrayList<>();
        for (Optional<Frame> frame = Optional.empty(); heard.size() < count; ) {
            frame = next();
            if (frame.isEmpty()) {
                break;
            }
            heard.add(frame.get());
        }
        return heard;
    }

    /** What was heard and not yet taken. */
    public List<Frame> rest() {
        return List.copyOf(frames);
    }
}
