// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.core.space.Clerk;
import org.cairnmesh.core.space.DeviceText;
import org.cairnmesh.core.space.Recovery;
import org.cairnmesh.core.space.SpaceText;

/** Founds a space: the only time that its recovery code is said. */
final class Creating implements Handler<Order.Create> {
    @Override
    public Carried carryOut(Order.Create order, Spaces spaces) {
        Optional<Carried> breach =
            Opening.breach(order.name(), spaces).or(() -> Opening.full(spaces));
        if (breach.isPresent()) {
            return breach.get();
        }
        Box box = spaces.box();
        Recovery recovery = Recovery.draw(box.random());
        Membership member = Membership.founded(recovery.space(), order.name())
            .open(order.open()).inClear(order.open() && order.inClear());
        spaces.become(spaces.members().with(member));
        Held held = spaces.held(member.id());
        BlockId last = held.enact(recovery.owner(), recovery.nonce(), Clerk.found(recovery,
            order.name(), order.open(),
            new DeviceText(box.identity().publicKeys(), box.name()), box.random()));
        List<String> lines = new ArrayList<>(List.of(
            "created the " + (order.open() ? "open" : "closed") + " space " + order.name(),
            "recovery code: " + recovery.code(),
            "Write it down now and keep it safe: it is shown only once and kept on no box. Who has"
                + " it owns the space; without it nobody can name admins.",
            "space text, for boxes that join: " + text(member)));
        if (order.open() && !order.inClear()) {
            lines.add(held.member.silence());
        }
        lines.add("to write and see there: space use " + order.name());
        return held.carried(last, lines, Item.Table.EMPTY.with("space", Item.of(order.name()))
            .with("id", Item.of(member.id().toString())).with("open", Item.of(order.open()))
            .with("inClear", Item.of(member.inClear()))
            .with("recoveryCode", Item.of(recovery.code()))
            .with("spaceText", Item.of(text(member))));
    }

    static String text(Membership member) {
        return new SpaceText(member.id(), member.name()).text();
    }
}
