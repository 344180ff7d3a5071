// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.event.EventId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;

/** A loop that is stepped by hand, on a log that may fail. */
final class Rig {
    final Box box;
    final MoodyLog log;
    final MoodyLogs logs;
    Loop loop;
    /** What the box's clock shows. */
    long now = Pen.NOON;
    /** A clock that only runs forward. */
    long tick = 1;

    Rig(Box box, MoodyLog log) {
        this.box = box;
        this.log = log;
        this.logs = new MoodyLogs(log);
        start();
    }

    Rig() {
        this(box(1), new MoodyLog());
    }

    static Box box(long seed) {
        Pen pen = new Pen(seed);
        return new Box(pen.identity, "box" + seed, Pen.SPACE_NAME, new Random(seed));
    }

    /** Starts anew on what the log holds, as after a loss of power. */
    void start() {
        loop = new Loop(box, Instant.ofEpochMilli(now));
        loop.bind(logs);
        loop.bind(new Registers(1));
        settle();
    }

    long step() {
        return loop.step(Instant.ofEpochMilli(now), tick);
    }

    /** Steps until nothing is left to be done at this time. */
    void settle() {
        for (int i = 0; step() == 0 && i < 1_000; i++) {
            continue;
        }
    }

    /** Lets time pass, with a turn whenever the loop asked for one. */
    void pass(long millis) {
        long end = tick + millis;
        for (long wait = step(); tick < end; wait = step()) {
            long next = Math.min(wait, end - tick);
            now += next;
            tick += next;
        }
        settle();
    }

    CompletableFuture<Appended> post(Draft draft) {
        return loop.append(draft).toCompletableFuture();
    }

    /** What became of a draft, once everything that can be done now is done. */
    Appended append(Draft draft) {
        CompletableFuture<Appended> answer = post(draft);
        settle();
        return told(answer);
    }

    /** The answer, which must be there. */
    static Appended told(CompletableFuture<Appended> answer) {
        if (!answer.isDone()) {
            throw new AssertionError("no answer");
        }
        return answer.join();
    }

    EventId set(String key, String value) {
        return append(Registers.set(key, value)).accepted();
    }

    Snapshot snapshot() {
        return loop.snapshot();
    }

    List<String> values(String key) {
        return Registers.values(snapshot().documents(Registers.NAME), key);
    }

    List<EventId> heads(String key) {
        return Registers.heads(snapshot().documents(Registers.NAME), key);
    }

    /** All blocks of the log, in the order of arrival. */
    List<Block> blocks() {
        return log.log.arrived(0, Integer.MAX_VALUE);
    }

    /** Seals what waits. */
    void seal() {
        append(Registers.set("urgent", "now").withUrgency());
    }
}
