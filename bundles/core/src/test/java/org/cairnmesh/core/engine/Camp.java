// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.cairnmesh.core.feed.Pen;

/** Boxes that can meet, and the orders of their owners. */
final class Camp {
    static final String NAME = "camp";

    String code = "";
    String spaceText = "";
    SpaceId space;

    /** A box that is in no space but that of its own configuration. */
    static Rig box(long seed) {
        return new Rig(new Box(new Pen(seed).identity, "box" + seed, "own" + seed,
            new Random(seed)), new MoodyLog());
    }

    static Ordered ordered(Rig rig, Order order) {
        CompletableFuture<Ordered> answer = rig.loop.order(order).toCompletableFuture();
        rig.settle();
        return answer.join();
    }

    static Item.Table order(Rig rig, Order order) {
        return ordered(rig, order).done().facts();
    }

    static Ordered.Refused refused(Rig rig, Order order) {
        return assertInstanceOf(Ordered.Refused.class, ordered(rig, order));
    }

    /** Founds the space on a box, and uses it there. */
    Camp create(Rig rig, boolean open) {
        Item.Table facts = order(rig, new Order.Create(NAME, open, true));
        code = facts.text("recoveryCode");
        spaceText = facts.text("spaceText");
        order(rig, new Order.Use(NAME));
        space = rig.snapshot().box().space();
        return this;
    }

    /** Lets a box be in the space and use it; answers its device text. */
    String join(Rig rig) {
        Item.Table facts = order(rig, new Order.Join(spaceText, true));
        order(rig, new Order.Use(facts.text("id")));
        return facts.text("deviceText");
    }

    /** Lets a box be in the space, and an admin enrol it. */
    void enrol(Rig admin, Rig rig) {
        order(admin, new Order.Enrol(join(rig), 16));
    }

    /** Lets two boxes hear each other from now on. */
    static Wire connect(Rig one, Rig other) {
        Wire here = new Wire(one.box.name() + " to " + other.box.name());
        Wire there = new Wire(other.box.name() + " to " + one.box.name());
        here.other = Optional.of(there);
        there.other = Optional.of(here);
        one.loop.bind(here);
        other.loop.bind(there);
        return here;
    }

    static void pass(int minutes, Rig... boxes) {
        for (int i = 0; i < minutes * 300; i++) {
            for (Rig box : boxes) {
                box.pass(200);
            }
        }
    }

    EventLog log(Rig rig) {
        return rig.logs.of(space);
    }

    List<Block> blocks(Rig rig) {
        return log(rig).arrived(0, Integer.MAX_VALUE);
    }

    /** What people are told about the current space. */
    static String problems(Rig rig) {
        return String.join("\n", rig.snapshot().problems());
    }

    static List<String> members(Rig rig) {
        List<String> members = new ArrayList<>();
        for (Snapshot.Member member : rig.snapshot().spaces().get(0).members()) {
            members.add(member.name() + " " + member.standing());
        }
        return members;
    }
}
