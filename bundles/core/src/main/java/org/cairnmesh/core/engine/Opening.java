// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;

/** Joins an open space, or says anew whether it may go out in clear. */
final class Opening implements Handler<Order.Open> {
    @Override
    public Carried carryOut(Order.Open order, Spaces spaces) {
        Optional<Carried> breach = breach(order.name(), spaces);
        if (breach.isPresent()) {
            return breach.get();
        }
        Membership member = Membership.open(order.name(), order.inClear());
        boolean known = spaces.members().of(member.id()).isPresent();
        Optional<Carried> full = known ? Optional.empty() : full(spaces);
        if (full.isPresent()) {
            return full.get();
        }
        spaces.become(spaces.members().with(member));
        List<String> lines = new ArrayList<>();
        lines.add("in the open space " + member.name() + (member.inClear()
            ? "; on a radio everyone in range can read it" : "; on radios it only listens"));
        boolean current = spaces.members().current().equals(member.id());
        if (!current) {
            lines.add("to write and see there: space use " + member.name());
        }
        return Carried.done(spaces, lines, Item.Table.EMPTY.with("space", Item.of(member.name()))
            .with("id", Item.of(member.id().toString())).with("open", Item.TRUE)
            .with("inClear", Item.of(member.inClear())).with("current", Item.of(current)));
    }

    /** Why the box can be in no space more. */
    static Optional<Carried> full(Spaces spaces) {
        return spaces.members().list().size() < Memberships.SPACES_MAX ? Optional.empty()
            : Optional.of(Carried.refused(Reason.UNFIT, "the box is or was in "
                + Memberships.SPACES_MAX + " spaces already, and it can be in no more"));
    }

    /** Why a space cannot have this name, or this box not be in it. */
    static Optional<Carried> breach(String name, Spaces spaces) {
        int size = name.getBytes(StandardCharsets.UTF_8).length;
        boolean word = name.codePoints().noneMatch(c -> Character.isWhitespace(c)
            || Character.isSpaceChar(c) || Character.isISOControl(c));
        if (size == 0 || size > Order.NAME_BYTES_MAX || !word) {
            return Optional.of(Carried.refused(Reason.MALFORMED, "the name of a space has 1 to "
                + Order.NAME_BYTES_MAX + " bytes without blanks, not " + size
                + (word ? "" : " and a blank")));
        }
        return spaces.start().fits(name) ? Optional.empty() : Optional.of(Carried.refused(
            Reason.UNFIT, "the clock of this box is scaled: it is only in spaces whose names start"
                + " with " + Start.SCALABLE_SPACES));
    }
}
