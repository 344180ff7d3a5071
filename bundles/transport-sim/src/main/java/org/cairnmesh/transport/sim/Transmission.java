// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.cairnmesh.api.transport.Frame;

/** A frame on the air: who was in reach and listening when it began, and for whom it is spoiled. */
final class Transmission {
    final Station from;
    final Frame frame;
    final long startMicros;
    final long endMicros;
    final Set<Station> hearers = new LinkedHashSet<>();
    final Set<Station> spoiled = new HashSet<>();

    Transmission(Station from, Frame frame, long startMicros, long airtimeMicros) {
        this.from = from;
        this.frame = frame;
        this.startMicros = startMicros;
        this.endMicros = startMicros + airtimeMicros;
    }

    void spoilFor(Station hearer) {
        if (hearers.contains(hearer)) {
            spoiled.add(hearer);
        }
    }
}
