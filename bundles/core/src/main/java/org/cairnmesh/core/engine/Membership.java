// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.transport.Medium;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.space.SpaceText;

/**
 * A space that the box is in, or was.
 *
 * @param open    whether it is not encrypted
 * @param inClear whether, though open, it may go out on a radio
 * @param left    whether it is shared no longer
 * @param founded whether it has an owner; otherwise everyone is in it who knows its name
 */
record Membership(SpaceId id, String name, boolean open, boolean inClear, boolean left,
                  boolean founded) {
    static Membership open(String name, boolean inClear) {
        return new Membership(Identity.openSpace(name), name, true, inClear, false, false);
    }

    /** In a space with an owner: closed, as far as is known. */
    static Membership founded(SpaceId id, String name) {
        return new Membership(id, name, false, false, false, true);
    }

    Membership inClear(boolean whether) {
        return new Membership(id, name, open, whether, left, founded);
    }

    Membership left(boolean whether) {
        return new Membership(id, name, open, inClear, whether, founded);
    }

    Membership open(boolean whether) {
        return new Membership(id, name, whether, inClear, left, founded);
    }

    /** As its owner says that it is. */
    Membership as(Charter charter) {
        return charter.owner().isEmpty() ? this : new Membership(id,
            charter.name().isEmpty() ? name : charter.name(), charter.open(), inClear, left,
            founded);
    }

    /** Whether it only listens there: what goes out on a radio everyone in range can read. */
    boolean silentOn(Medium medium) {
        return medium.radio() && open && !inClear;
    }

    /** Why it only listens on radios, and what to type. */
    String silence() {
        return "the open space " + name + " only listens here: everyone in range could read it; to"
            + " let it go out in clear, type: space " + (founded ? "join "
                + new SpaceText(id, name).text() : "open " + name) + " --in-clear";
    }

    Item.Table encode() {
        return Item.Table.EMPTY.with("id", Item.of(id.value())).with("name", Item.of(name))
            .with("open", Item.of(open)).with("clear", Item.of(inClear))
            .with("left", Item.of(left)).with("founded", Item.of(founded));
    }

    static Membership decode(Item item) {
        if (item instanceof Item.Table table && table.get("id") instanceof Item.Bin id
            && id.value().size() == SpaceId.SIZE) {
            return new Membership(new SpaceId(id.value()), table.text("name"),
                table.get("open").equals(Item.TRUE), table.get("clear").equals(Item.TRUE),
                table.get("left").equals(Item.TRUE), table.get("founded").equals(Item.TRUE));
        }
        throw new MalformedException("a membership without the id of a space");
    }
}
