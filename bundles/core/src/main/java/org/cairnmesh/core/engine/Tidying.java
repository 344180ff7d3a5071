// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.space.Clerk;

/**
 * What an admin's box does of itself: it sees to it that there is a key that only members have, and
 * that every member has every key. Not at once after news of the roster, since there may be more to
 * come, and other admins do the same: the first of them first.
 */
final class Tidying {
    /** How long the first admin's box waits, and each after it longer by as much. */
    static final long WAIT_MILLIS = 60_000;

    private final RandomGenerator random;
    private long era;
    /** When it will look again, 0 if it need not. */
    private long atMillis;

    Tidying(RandomGenerator random) {
        this.random = random;
    }

    void turn(Held held, long tickMillis) {
        Registry registry = held.registry();
        if (registry.era() != era && registry.administers()) {
            era = registry.era();
            atMillis = tickMillis + WAIT_MILLIS
                * (1 + registry.charter().actingAdmins().indexOf(held.device()));
        }
        if (atMillis == 0 || tickMillis < atMillis || !held.journal.writable) {
            return;
        }
        atMillis = 0;
        Clerk clerk = new Clerk(registry.charter(), random);
        List<Act> acts = new ArrayList<>(clerk.renew());
        acts.addAll(clerk.supply(registry.ring()));
        if (!acts.isEmpty() && registry.administers()) {
            held.enact(acts);
        }
    }
}
