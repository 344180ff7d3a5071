// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.space.Order;

/**
 * The spaces that a box is in, or was, as the store keeps them.
 *
 * @param current the one that drafts and snapshots are about; never one that was left
 * @param run     the run of the box whose options were last heeded
 */
record Memberships(SpaceId current, long run, List<Membership> list) {
    /** How many spaces a box is in at most, those that it left included. */
    static final int SPACES_MAX = 16;

    Memberships {
        list = List.copyOf(list);
        if (list.size() > SPACES_MAX
            || list.stream().noneMatch(m -> m.id().equals(current) && !m.left())) {
            throw new MalformedException("no current space, or more than " + SPACES_MAX);
        }
    }

    /** Those of a box that starts for the first time. */
    static Memberships first(Box box, Start start) {
        Membership only =
            new Membership(box.space(), box.spaceName(), true, start.inClear(), false, false);
        return new Memberships(only.id(), start.run(), List.of(only));
    }

    /** What the options of a start change, once for each run. */
    Memberships heeding(Box box, Start start) {
        Optional<Membership> named = of(box.space());
        if (run == start.run() || named.isEmpty() || !start.inClear()) {
            return this;
        }
        return new Memberships(current, start.run(), with(named.get().inClear(true)).list);
    }

    Optional<Membership> of(SpaceId id) {
        return list.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /** Those that a person may mean: of this name, or else whose ids start with these digits. */
    List<Membership> meant(String space) {
        List<Membership> named = list.stream().filter(m -> m.name().equals(space)).toList();
        return !named.isEmpty() || space.length() < Order.ID_DIGITS_MIN ? named
            : list.stream().filter(m -> m.id().toString().startsWith(space)).toList();
    }

    /** With this membership, in the place of that of the same space, or behind all others. */
    Memberships with(Membership changed) {
        List<Membership> next = new ArrayList<>(list);
        next.replaceAll(member -> member.id().equals(changed.id()) ? changed : member);
        if (!next.contains(changed)) {
            next.add(changed);
        }
        return new Memberships(current, run, next);
    }

    Memberships using(SpaceId space) {
        return new Memberships(space, run, list);
    }

    Bytes encode() {
        return Cbor.encode(Item.Table.EMPTY.with("current", Item.of(current.value()))
            .with("run", Item.of(run))
            .with("spaces", new Item.Array(list.stream().map(m -> (Item) m.encode()).toList())));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws MalformedException if it is something else
     */
    static Memberships decode(Bytes bytes) {
        if (Cbor.decode(bytes) instanceof Item.Table table
            && table.get("current") instanceof Item.Bin current
            && current.value().size() == SpaceId.SIZE) {
            return new Memberships(new SpaceId(current.value()), table.number("run", 0),
                table.list("spaces").stream().map(Membership::decode).toList());
        }
        throw new MalformedException("no list of spaces");
    }
}
