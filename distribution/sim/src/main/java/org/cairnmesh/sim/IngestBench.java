// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.reduce.Reducer;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.reducer.schema.SchemaReducer;
import org.cairnmesh.store.CountedLogs;

/**
 * {@code bench ingest}: how many events a second a box takes from another, verified and durable,
 * beside the predecessor's logic in Java. Each round runs all cases in turn, so that whatever else
 * the machine does disturbs all of them; the median round counts.
 *
 * <p>Case {@code frames}: what a driver hands over, through the whole engine: put together,
 * chained, hashed, verified and on the disk. {@code frames-read}: the same, and every body read;
 * {@code frames-folded}: the same, and the snapshot shows every record. {@code blocks}: blocks
 * that are put together already, into the graph and the log, without a session, on one thread.
 * Beside the folded case the predecessor's last writers win too; beside the others it makes no
 * views.
 */
final class IngestBench {
    /** What the predecessor's original does, in Python on two cores. */
    private static final long PYTHON_EVENTS_PER_SECOND = 46_000;
    private static final double RATIO_LEAST = 4;
    private static final double PYTHON_RATIO_LEAST = 10;
    private static final int WARM_UPS = 4;
    private static final int BLOCKS_A_COMMIT = 256;

    private final IngestStream stream;
    private final List<Frame> frames;
    private final List<byte[]> messages;
    private final Path directory;
    private final List<Case> cases = List.of(
        new Case("frames", () -> frames(List.of(), false), () -> json(false)),
        new Case("frames-read", () -> frames(List.of(), true), () -> json(false)),
        new Case("frames-folded", () -> frames(List.of(new SchemaReducer()), true),
            () -> json(true)),
        new Case("blocks", this::blocks, () -> json(false)));
    private int round;

    private interface Run {
        /** Answers how many nanoseconds it took, without what is made before the first frame. */
        long nanos() throws IOException;
    }

    private record Case(String name, Run ours, Run json) { }

    IngestBench(Survey survey, int authors, Path directory) throws IOException {
        this.stream = IngestStream.of(survey, authors, 1);
        this.frames = IngestBox.overhear(stream);
        this.messages = MeshlogStream.messages(survey, authors);
        this.directory = directory;
    }

    /** The lines to print, after so many rounds that count. */
    List<String> lines(int rounds) throws IOException {
        List<List<Long>> ours = new ArrayList<>();
        List<List<Long>> json = new ArrayList<>();
        cases.forEach(each -> {
            ours.add(new ArrayList<>());
            json.add(new ArrayList<>());
        });
        for (int i = -WARM_UPS; i < rounds; i++) {
            for (int c = 0; c < cases.size(); c++) {
                long jsonNanos = cases.get(c).json.nanos();
                long oursNanos = cases.get(c).ours.nanos();
                if (i >= 0) {
                    json.get(c).add(jsonNanos);
                    ours.get(c).add(oursNanos);
                }
            }
        }
        List<String> lines = new ArrayList<>();
        for (int c = 0; c < cases.size(); c++) {
            lines.add(line(cases.get(c).name, perSecond(ours.get(c)), perSecond(json.get(c))));
        }
        return lines;
    }

    private String line(String name, long ours, long json) {
        double ratio = (double) ours / json;
        double python = (double) ours / PYTHON_EVENTS_PER_SECOND;
        boolean met = ratio >= RATIO_LEAST && python >= PYTHON_RATIO_LEAST;
        return String.format(Locale.ROOT, "{\"bench\":\"ingest\",\"case\":\"%s\",\"events\":%d,"
            + "\"blocks\":%d,\"eventsPerSecond\":%d,\"jsonEventsPerSecond\":%d,\"ratio\":%.2f,"
            + "\"pythonRatio\":%.2f,\"budget\":%.0f,\"pythonBudget\":%.0f,\"met\":%s}", name,
            stream.events(), stream.blocks().size(), ours, json, ratio, python, RATIO_LEAST,
            PYTHON_RATIO_LEAST, met);
    }

    private long perSecond(List<Long> nanos) {
        long median = nanos.stream().sorted().toList().get(nanos.size() / 2);
        return stream.events() * 1_000_000_000L / median;
    }

    private Path file() {
        return directory.resolve("round-" + round++);
    }

    private long frames(List<Reducer> reducers, boolean read) {
        try (CountedLogs logs = new CountedLogs(file(), new Random(round))) {
            IngestBox box = new IngestBox(logs, "taker", reducers);
            long start = System.nanoTime();
            box.take(frames, stream);
            long durable = logs.forcedNanos();
            if (read) {
                box.settle(stream);
            }
            long end = System.nanoTime();
            box.close();
            return (read ? end : durable) - start;
        }
    }

    private long blocks() {
        try (CountedLogs logs = new CountedLogs(file(), new Random(round))) {
            Held held = IngestStream.held(logs.of(IngestStream.SPACE_ID), "taker",
                new Random(round));
            int waiting = 0;
            long start = System.nanoTime();
            for (Block block : stream.blocks()) {
                held.admit(block);
                if (++waiting == BLOCKS_A_COMMIT) {
                    held.commit();
                    waiting = 0;
                }
            }
            held.commit();
            long kept = logs.of(IngestStream.SPACE_ID).blocks();
            if (kept != stream.blocks().size()) {
                throw new IllegalStateException("the log holds " + kept + " blocks");
            }
            return logs.forcedNanos() - start;
        }
    }

    private long json(boolean views) throws IOException {
        try (MeshlogBox box = new MeshlogBox(file(), views)) {
            long start = System.nanoTime();
            for (byte[] message : messages) {
                box.receive(message);
            }
            long end = System.nanoTime();
            if (box.events() != stream.events()
                || views && box.records() != stream.rows()) {
                throw new IllegalStateException("meshlog kept " + box.events() + " events");
            }
            return end - start;
        }
    }
}
