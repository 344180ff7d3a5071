// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.function.Predicate;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.space.Ordered;

/**
 * What became of an order, before it is durable.
 *
 * @param answer  what the owner is told once it is
 * @param durable whether it is, should the commit have failed and the logs be read again
 */
record Carried(Ordered answer, Predicate<Spaces> durable) {
    /** Carried out, if the store names the memberships that there are now. */
    static Carried done(Spaces spaces, List<String> lines, Item.Table facts) {
        Memberships now = spaces.members();
        return new Carried(new Ordered.Done(lines, facts), read -> read.members().equals(now));
    }

    static Carried refused(Ordered.Reason reason, String detail) {
        return new Carried(new Ordered.Refused(reason, detail), read -> true);
    }
}
