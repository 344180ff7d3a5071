// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A timer whose time a test lets pass, in milliseconds. */
final class HandTimer implements Timer {
    private record Task(long atMillis, long number, Runnable action) { }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
        Comparator.comparingLong(Task::atMillis).thenComparingLong(Task::number));
    private long nowMillis;
    private long numbers;

    @Override
    public long nowNanos() {
        // Near the end of the numbers, where a comparison that forgets the overflow goes wrong.
        return Long.MAX_VALUE - 1_000_000_000L + nowMillis * 1_000_000;
    }

    @Override
    public void after(long delayMillis, Runnable task) {
        tasks.add(new Task(nowMillis + delayMillis, numbers++, task));
    }

    void pass(long millis) {
        long end = nowMillis + millis;
        while (!tasks.isEmpty() && tasks.peek().atMillis <= end) {
            Task next = tasks.remove();
            nowMillis = next.atMillis;
            next.action.run();
        }
        nowMillis = end;
    }

    int tasks() {
        return tasks.size();
    }
}
