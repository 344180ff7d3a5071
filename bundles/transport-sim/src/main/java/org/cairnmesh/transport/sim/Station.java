// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import org.cairnmesh.api.transport.Frame;

/**
 * What a cell knows of one station. It stays known after it left, with its counters and its duty.
 */
final class Station {
    final String name;
    final DutyBudget duty;
    final Deque<Frame> waiting = new ArrayDeque<>();
    Traffic traffic = Traffic.NONE;
    boolean joined = true;
    /** Whether a frame of those that it offered since it joined is on the air. */
    boolean sending;
    /** The end of its last transmission. */
    long silentMicros;
    /** When it next tries to send; means nothing unless a frame waits. */
    long attemptMicros;

    Station(String name, DutyBudget duty) {
        this.name = name;
        this.duty = duty;
    }

    int outstanding() {
        return waiting.size() + (sending ? 1 : 0);
    }

    boolean attempts() {
        return !sending && !waiting.isEmpty();
    }

    void leave() {
        joined = false;
        sending = false;
        waiting.clear();
    }

    void count(Traffic more) {
        traffic = traffic.plus(more);
    }
}
