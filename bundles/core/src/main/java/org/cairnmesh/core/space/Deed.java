// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.Comparator;

/**
 * An act where it stands. The order of the deeds of one device is by time, which within a feed only
 * runs forward, whatever its clock did; it does not depend on the order of their arrival.
 *
 * @param timeMillis the latest time of the page and those before it
 */
record Deed(Page page, int index, long timeMillis) implements Comparable<Deed> {
    private static final Comparator<Deed> ORDER = Comparator.comparingLong(Deed::timeMillis)
        .thenComparing(d -> d.page.feed()).thenComparingLong(d -> d.page.number())
        .thenComparing(d -> d.page.id()).thenComparingInt(Deed::index);

    Act act() {
        return page.acts().get(index);
    }

    @Override
    public int compareTo(Deed other) {
        return ORDER.compare(this, other);
    }
}
