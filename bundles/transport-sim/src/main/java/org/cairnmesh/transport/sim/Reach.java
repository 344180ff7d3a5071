// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.util.HashSet;
import java.util.Set;

/** Who hears whom: all or nobody, and the pairs that differ from that. Reach is mutual. */
final class Reach {
    static final int PAIRS_MAX = 10_000;

    private record Pair(String one, String other) {
        static Pair of(String a, String b) {
            return a.compareTo(b) <= 0 ? new Pair(a, b) : new Pair(b, a);
        }
    }

    private final Set<Pair> different = new HashSet<>();
    private boolean usual = true;

    void all(boolean on) {
        usual = on;
        different.clear();
    }

    /** False if too many pairs differ from the rest already: nothing has changed then. */
    boolean pair(String a, String b, boolean on) {
        Pair pair = Pair.of(a, b);
        if (on == usual) {
            different.remove(pair);
            return true;
        }
        return different.contains(pair) || different.size() < PAIRS_MAX && different.add(pair);
    }

    boolean between(String a, String b) {
        return usual != different.contains(Pair.of(a, b));
    }
}
