// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;

/** Makes a space the current one. */
final class Using implements Handler<Order.Use> {
    @Override
    public Carried carryOut(Order.Use order, Spaces spaces) {
        return Orders.meant(order.space(), spaces, member -> member.left()
            ? Carried.refused(Reason.UNFIT, "the box has left the space " + member.name()
                + (member.open() ? "; back to it: space open " + member.name() : ""))
            : use(member, spaces));
    }

    private static Carried use(Membership member, Spaces spaces) {
        // read before anything is changed: it may fail
        spaces.held(member.id());
        spaces.become(spaces.members().using(member.id()));
        return Carried.done(spaces, List.of("all is about the space " + member.name() + " now"),
            Item.Table.EMPTY.with("space", Item.of(member.name()))
                .with("id", Item.of(member.id().toString())));
    }
}
