// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.engine.Box;
import org.cairnmesh.core.engine.Loop;
import org.cairnmesh.core.engine.Start;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.reducer.schema.SchemaReducer;
import org.cairnmesh.shell.ViewDigest;
import org.cairnmesh.testkit.log.MemoryEventLogs;
import org.cairnmesh.transport.sim.Cell;

/**
 * A whole box in the simulator: the real engine, a log in memory that survives a crash, the real
 * reducer of records, and a station in a simulated cell. One thread.
 */
public final class SimBox {
    static final Start IN_CLEAR = new Start(0, true, false);

    private final Box box;
    /** How the cell knows it; a clone has another one than its box. */
    private final String station;
    private final Cell cell;
    private MemoryEventLogs logs;
    private FaultyLogs faulty;
    private Loop loop;
    private CellTransport transport;
    private long clockOffsetMillis;
    private long wakeMicros;

    /** A box with fresh keys and an empty log, that has joined the cell under its name. */
    public SimBox(String name, Cell cell, RandomGenerator random, long nowMicros) {
        byte[] secret = new byte[Identity.SECRET_SIZE];
        random.nextBytes(secret);
        byte[] logId = new byte[8];
        random.nextBytes(logId);
        this.box = new Box(new Identity(Bytes.of(secret)), name, "demo", random);
        this.station = name;
        this.cell = cell;
        this.logs = new MemoryEventLogs(Bytes.of(logId));
        cell.join(station, nowMicros);
        start(nowMicros);
    }

    /** A box that runs on a copy of another's disk: same keys, same name, same log. */
    SimBox(SimBox other, String station, RandomGenerator random, long nowMicros) {
        this.box = new Box(other.box.identity(), other.box.name(), other.box.spaceName(), random);
        this.station = station;
        this.cell = other.cell;
        this.logs = other.logs.copy();
        cell.join(station, nowMicros);
        start(nowMicros);
    }

    private void start(long nowMicros) {
        faulty = new FaultyLogs(logs);
        transport = new CellTransport(station, cell);
        loop = new Loop(box, IN_CLEAR, now(nowMicros));
        loop.bind(faulty);
        loop.bind(new SchemaReducer());
        loop.bind(transport);
        wakeMicros = nowMicros;
    }

    public String name() {
        return station;
    }

    public Snapshot snapshot() {
        return loop.snapshot();
    }

    public EventLog log() {
        return logs.of(box.space());
    }

    /** From now on this box's clock is wrong by so much. */
    public void clockOffset(long millis) {
        clockOffsetMillis = millis;
    }

    public CompletionStage<Appended> append(Draft draft) {
        wakeMicros = 0;
        return loop.append(draft);
    }

    /** A frame was heard. */
    void hear(Frame frame, long nowMicros) {
        transport.heard(frame, nowMicros);
        wakeMicros = 0;
    }

    /** When this box wants its next turn. */
    long wakeMicros() {
        return wakeMicros;
    }

    /** One turn; a crash that was asked for happens in it. */
    void step(long nowMicros) {
        transport.at(nowMicros);
        long pauseMillis = loop.step(now(nowMicros), nowMicros / 1000);
        wakeMicros = nowMicros + Math.max(1, pauseMillis) * 1000;
        if (faulty.crashed()) {
            crash(nowMicros);
        }
    }

    /** The next commit is cut off by a loss of power: written or not, nobody is told. */
    public void crashAtNextCommit(boolean written) {
        faulty.crash(written);
    }

    /** Loses power: all that is not in the log is gone; then starts again. */
    public void crash(long nowMicros) {
        start(nowMicros);
    }

    /** Is restored from an older state of its logs. */
    public void restore(MemoryEventLogs older, long nowMicros) {
        logs = older.copy();
        start(nowMicros);
    }

    /** The state of its logs, as a backup keeps it. */
    public MemoryEventLogs backup() {
        return logs.copy();
    }

    private Instant now(long nowMicros) {
        return Instant.ofEpochMilli(nowMicros / 1000 + clockOffsetMillis);
    }

    /** Whether two boxes hold and show the same. */
    public boolean agrees(SimBox other) {
        Snapshot mine = snapshot();
        Snapshot others = other.snapshot();
        return mine.holding().staged() == 0 && others.holding().staged() == 0
            && mine.holding().frontier().equals(others.holding().frontier())
            && ViewDigest.of(mine).equals(ViewDigest.of(others));
    }
}
