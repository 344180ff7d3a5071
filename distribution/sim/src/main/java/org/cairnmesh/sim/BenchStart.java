// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.record.Kinds;
import org.cairnmesh.api.record.RecordDrafts;
import org.cairnmesh.api.record.RecordRef;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.engine.Loop;
import org.cairnmesh.reducer.schema.SchemaReducer;
import org.cairnmesh.store.MvEventLogs;
import org.cairnmesh.testkit.log.MemoryEventLogs;

/**
 * One start of a box on a log, in a JVM of its own: prints how long it took until the first
 * snapshot that shows all, what the heap holds then, and what a late block takes.
 */
final class BenchStart {
    private static final int LATE_BLOCKS = 50;
    private static final int WARM_BLOCKS = 150;
    private static final int EDITS = 3;
    private static final int STEPS_MAX = 2_000;
    private static final int NEED = 2;
    private static final long LATE_MILLIS = 1_780_010_000_000L;

    private final Loop loop = new Loop(BenchLog.box("bench", 99), SimBox.IN_CLEAR, Instant.now());
    private final BenchWire wire = new BenchWire();
    private final Loop late = new Loop(BenchLog.box("late", 98), SimBox.IN_CLEAR, Instant.now());
    private final BenchWire lateWire = new BenchWire();
    private final Random random = new Random(5);
    private TimedLogs timed;
    private long commitNanos;
    private long headersNanos;
    private long headersCpuNanos;
    private long tick = 1;

    private BenchStart() { }

    /** Arguments: the directory of the log, its records, and whether to measure late blocks. */
    public static void main(String[] args) {
        int records = Integer.parseInt(args[1]);
        BenchStart bench = new BenchStart();
        long before = System.nanoTime();
        try (MvEventLogs logs = MvEventLogs.open(Path.of(args[0], "log.mv"), new Random())) {
            long opened = System.nanoTime();
            bench.start(new TimedLogs(logs), records);
            long ready = System.nanoTime();
            System.err.printf("opened %d ms, headers %d ms, views and the rest %d ms; the thread"
                + " alone %d ms, of which headers %d; since the JVM started %d ms%n",
                millis(opened - before), millis(bench.headersNanos),
                millis(ready - opened - bench.headersNanos), millis(cpuNanos()),
                millis(bench.headersCpuNanos), System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime());
            System.out.println("readyMillis " + millis(ready - before));
            System.out.println("heapBytes " + heapBytes());
            System.out.println("events " + bench.loop.snapshot().holding().events());
            if (Boolean.parseBoolean(args[2])) {
                bench.late(records);
            }
            long closing = System.nanoTime();
            bench.loop.close();
            System.err.printf("closed in %d ms%n", millis(System.nanoTime() - closing));
        }
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** Steps until a snapshot shows every record. */
    private void start(TimedLogs logs, int records) {
        timed = logs;
        loop.bind(logs);
        loop.bind(new SchemaReducer());
        while (!shows(loop.snapshot(), records)) {
            long before = System.nanoTime();
            loop.step(Instant.now(), tick++);
            if (loop.snapshot().problems().toString().contains(" blocks]")) {
                headersNanos += System.nanoTime() - before;
                headersCpuNanos = cpuNanos();
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static boolean shows(Snapshot snapshot, int records) {
        return snapshot.views().containsKey(Kinds.REDUCER)
            && !snapshot.views().get(Kinds.REDUCER).stale()
            && snapshot.documents(Kinds.REDUCER).size() == records;
    }

    private static long heapBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A box far behind sends blocks that stand in the middle of the order. */
    private void late(int records) {
        late.bind(new MemoryEventLogs(Bytes.ofLong(1)));
        late.bind(lateWire);
        loop.bind(wire);
        List<Long> own = new ArrayList<>();
        List<Long> commit = new ArrayList<>();
        for (int i = 0; i < LATE_BLOCKS + WARM_BLOCKS; i++) {
            long nanos = lateBlock(records);
            if (i >= WARM_BLOCKS) {
                commit.add(commitNanos / 1_000);
                own.add((nanos - commitNanos) / 1_000);
            }
        }
        own.sort(null);
        commit.sort(null);
        System.out.println("lateBlockMicros " + own.get(LATE_BLOCKS / 2));
        System.out.println("lateCommitMicros " + commit.get(LATE_BLOCKS / 2));
        System.err.printf("a late block: least %d, median %d, most %d micros, and its commit to the"
            + " disk: least %d, median %d, most %d%n", own.get(0), own.get(LATE_BLOCKS / 2),
            own.get(LATE_BLOCKS - 1), commit.get(0), commit.get(LATE_BLOCKS / 2),
            commit.get(LATE_BLOCKS - 1));
    }

    /** How long the turn took that a block arrived in; {@code commitNanos} of that on the disk. */
    private long lateBlock(int records) {
        for (int i = 0; i < EDITS; i++) {
            RecordRef record =
                new RecordRef.ByKey(BenchLog.key(random.nextInt(records)), BenchLog.FORM);
            Draft draft = RecordDrafts.set(record, Map.of("status", Item.of("late " + tick)), "");
            late.append(i == EDITS - 1 ? draft.withUrgency() : draft);
        }
        long held = loop.snapshot().holding().blocks();
        for (int i = 0; i < STEPS_MAX; i++) {
            tick += 50;
            late.step(Instant.ofEpochMilli(LATE_MILLIS + tick), tick);
            lateWire.sent().stream().filter(frame -> type(frame) != NEED).forEach(wire::hear);
            long before = System.nanoTime();
            long commits = timed.commitNanos();
            loop.step(Instant.now(), tick);
            long nanos = System.nanoTime() - before;
            wire.sent().forEach(lateWire::hear);
            if (loop.snapshot().holding().blocks() > held) {
                commitNanos = timed.commitNanos() - commits;
                return nanos;
            }
        }
        throw new IllegalStateException("a late block did not arrive");
    }

    private static int type(Frame frame) {
        return frame.bytes().at(0) & 0x0f;
    }
}
