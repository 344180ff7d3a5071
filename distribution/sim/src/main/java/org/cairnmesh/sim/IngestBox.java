// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.engine.Loop;
import org.cairnmesh.core.engine.Start;
import org.cairnmesh.testkit.log.MemoryEventLogs;

/** The real engine on a log, with a cable to another; stepped as fast as it goes. */
final class IngestBox {
    private static final long STEP_MILLIS = 1;
    private static final long SILENCE_MILLIS = 600_000;

    private final Loop loop;
    private final Cable cable = new Cable();
    private long tickMillis;
    private boolean settled;

    /** A box whose time begins when the stream ended. */
    IngestBox(EventLogs logs, String name, List<Reducer> reducers) {
        loop = new Loop(IngestStream.box(name, new Random(name.hashCode())), Start.PLAIN,
            Runtime.getRuntime().availableProcessors() - 1, now());
        loop.bind(logs);
        reducers.forEach(loop::bind);
        loop.bind(cable);
        step();
    }

    private Instant now() {
        return Instant.ofEpochMilli(IngestStream.START_MILLIS * 2 + tickMillis);
    }

    private void step() {
        tickMillis += STEP_MILLIS;
        settled = loop.step(now(), tickMillis) > 0;
    }

    /** Takes the frames as they come from a driver, until every block is durable. */
    void take(List<Frame> frames, IngestStream stream) {
        int next = 0;
        while (!durable(stream)) {
            if (next == frames.size() && tickMillis > SILENCE_MILLIS) {
                throw new IllegalStateException("the box holds " + loop.snapshot().holding());
            }
            while (next < frames.size() && cable.hear(frames.get(next))) {
                next++;
            }
            step();
            cable.take();
        }
    }

    /** Goes on until every event is read, and shown if a reducer is here. */
    void settle(IngestStream stream) {
        while (!settled) {
            step();
        }
        Snapshot shown = loop.snapshot();
        long read = shown.kinds().values().stream().mapToLong(Long::longValue).sum();
        Snapshot.View view = shown.views().get(Kinds.REDUCER);
        if (read != stream.events() || view != null
            && (view.stale() || view.documents().size() != stream.rows())) {
            throw new IllegalStateException("the box read " + read + " events of "
                + stream.events());
        }
    }

    /** What a snapshot shows is committed. */
    private boolean durable(IngestStream stream) {
        return loop.snapshot().holding().events() == stream.events();
    }

    void close() {
        loop.close();
    }

    /** The frames with which one box gives another all blocks of a stream. */
    static List<Frame> overhear(IngestStream stream) {
        EventLogs full = new MemoryEventLogs(IngestStream.draw(new Random(1), 8));
        full.of(IngestStream.SPACE_ID).commit(Batch.sealing(stream.blocks(), 0));
        IngestBox giver = new IngestBox(full, "giver", List.of());
        IngestBox taker = new IngestBox(
            new MemoryEventLogs(IngestStream.draw(new Random(2), 8)), "taker", List.of());
        List<Frame> frames = new ArrayList<>();
        while (!taker.durable(stream)) {
            giver.step();
            List<Frame> given = giver.cable.take();
            frames.addAll(given);
            given.forEach(taker.cable::hear);
            taker.step();
            taker.cable.take().forEach(giver.cable::hear);
        }
        return frames;
    }
}
