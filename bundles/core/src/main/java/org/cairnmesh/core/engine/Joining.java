// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.space.Charter.Standing;
import org.cairnmesh.core.space.DeviceText;
import org.cairnmesh.core.space.SpaceText;

/** Makes the box one that is in a space, and says what an admin has to type. */
final class Joining implements Handler<Order.Join> {
    @Override
    public Carried carryOut(Order.Join order, Spaces spaces) {
        SpaceText text;
        try {
            text = SpaceText.parse(order.text());
        } catch (MalformedException e) {
            return Carried.refused(Reason.MALFORMED, e.getMessage());
        }
        Optional<Membership> known = spaces.members().of(text.space());
        Optional<Carried> breach = spaces.start().scaled() ? Opening.breach(text.name(), spaces)
            : Optional.empty();
        breach = breach.or(() -> known.isPresent() ? Optional.empty() : Opening.full(spaces));
        if (breach.isPresent()) {
            return breach.get();
        }
        Membership member = known.orElse(Membership.founded(text.space(), text.name()))
            .inClear(order.inClear()).left(false);
        spaces.become(spaces.members().with(member));
        boolean enrolled = spaces.held(member.id()).registry().standing() == Standing.ENROLLED;
        List<String> lines = new ArrayList<>(List.of("in the space " + member.name()));
        if (!enrolled) {
            lines.add("what is recorded in it stays here until an admin has typed: space enrol "
                + introduction(spaces.box()));
        }
        lines.add("to write and see there: space use " + member.name());
        return Carried.done(spaces, lines, Item.Table.EMPTY
            .with("space", Item.of(member.name())).with("id", Item.of(member.id().toString()))
            .with("enrolled", Item.of(enrolled))
            .with("deviceText", Item.of(introduction(spaces.box()))));
    }

    /** Answers what an admin has to type. */
    static Carried introduce(Order.Introduce order, Spaces spaces) {
        Box box = spaces.box();
        return Carried.done(spaces, List.of("device text of this box, for an admin to type after"
            + " space enrol: " + introduction(box), "device id, to compare: "
            + box.identity().device(), "to be in a space: space join SPACE-TEXT"),
            Item.Table.EMPTY.with("deviceText", Item.of(introduction(box)))
                .with("device", Item.of(box.identity().device().toString())));
    }

    static String introduction(Box box) {
        return new DeviceText(box.identity().publicKeys(), box.name()).text();
    }
}
