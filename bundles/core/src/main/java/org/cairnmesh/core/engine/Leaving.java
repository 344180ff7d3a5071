// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;

/** Ends the sharing of a space, and keeps what is held of it. */
final class Leaving implements Handler<Order.Leave> {
    @Override
    public Carried carryOut(Order.Leave order, Spaces spaces) {
        return Orders.meant(order.space(), spaces, member -> {
            if (member.id().equals(spaces.members().current())) {
                return Carried.refused(Reason.UNFIT, member.name()
                    + " is the current space; first use another: space use NAME");
            }
            spaces.become(spaces.members().with(member.left(true)));
            return Carried.done(spaces, List.of("the space " + member.name()
                + " is shared no longer; what is held of it stays"),
                Item.Table.EMPTY.with("space", Item.of(member.name()))
                    .with("id", Item.of(member.id().toString())));
        });
    }
}
