// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered.Reason;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.space.Act;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.space.Clerk;
import org.cairnmesh.core.space.DeviceText;
import org.cairnmesh.core.space.Recovery;

/** What an admin does about the current space, and what takes the recovery code. */
final class Governing {
    /** What a space is called until its owner's first block is here. */
    private static final String RECOVERED = "space-";

    private Governing() { }

    static Carried enrol(Order.Enrol order, Spaces spaces) {
        if (order.feeds() < 1 || order.feeds() > Act.FEEDS_MAX) {
            return Carried.refused(Reason.MALFORMED, order.feeds() + " feeds, not 1 to "
                + Act.FEEDS_MAX);
        }
        DeviceText text;
        try {
            text = DeviceText.parse(order.text());
        } catch (MalformedException e) {
            return Carried.refused(Reason.MALFORMED, e.getMessage());
        }
        return asAdmin(spaces, held -> byClerk(held, clerk(held, spaces).enrol(text, order.feeds(),
            held.registry().ring()), "enrolled " + text.name() + ", device " + text.device(),
            text.device()));
    }

    static Carried revoke(Order.Revoke order, Spaces spaces) {
        return asAdmin(spaces, held -> member(held, order.box(), device -> {
            Cutting cutting = new Cutting(held.journal, device);
            Optional<String> wrong = cutting.at(order.at());
            if (wrong.isPresent()) {
                return Carried.refused(Reason.UNKNOWN, wrong.get());
            }
            return byClerk(held, clerk(held, spaces).revoke(device, cutting.heads()),
                "revoked " + name(held, device) + ", device " + device + "; of it counts "
                    + cutting, device);
        }));
    }

    static Carried admin(Order.Admin order, Spaces spaces) {
        return asOwner(order.code(), spaces, (held, recovery) -> member(held, order.box(),
            device -> {
                Clerk.Answer answer = clerk(held, spaces).admin(device);
                if (answer instanceof Clerk.Answer.Refused refused) {
                    return refused(refused);
                }
                BlockId last = held.enact(recovery.owner(), held.nonce(),
                    ((Clerk.Answer.Acts) answer).acts());
                return held.carried(last, List.of(name(held, device) + " is an admin of the space "
                    + held.member.name() + " now"), facts(held, device));
            }));
    }

    /** As the owner: the box becomes a member and an admin, and gets every key. */
    static Carried recover(Order.Recover order, Spaces spaces) {
        Recovery recovery;
        try {
            recovery = Recovery.parse(order.code());
        } catch (MalformedException e) {
            return Carried.refused(Reason.MALFORMED, e.getMessage());
        }
        Optional<Membership> known = spaces.members().of(recovery.space());
        Optional<Carried> breach = known.isPresent() ? Optional.empty()
            : Opening.breach(RECOVERED + recovery.space().value().head(4), spaces)
                .or(() -> Opening.full(spaces));
        if (breach.isPresent()) {
            return breach.get();
        }
        spaces.become(spaces.members().with(known.orElse(Membership.founded(recovery.space(),
            RECOVERED + recovery.space().value().head(4))).left(false)));
        Held held = spaces.held(recovery.space());
        Item.Table facts = facts(held, spaces.box().identity().device());
        if (held.registry().charter().owner().isEmpty()) {
            return Carried.done(spaces, List.of("in the space " + held.member.name()
                + "; nothing of it is here yet: bring this box near one of its boxes, or restore a"
                + " backup, then type the same again"), facts.with("recovered", Item.FALSE));
        }
        return recover(recovery, held, spaces, facts);
    }

    private static Carried recover(Recovery recovery, Held held, Spaces spaces,
                                   Item.Table facts) {
        Identity self = spaces.box().identity();
        Charter charter = held.registry().charter();
        if (charter.revoked().containsKey(self.device())) {
            return Carried.refused(Reason.UNFIT, "the keys of this box were revoked, and that is"
                + " for good; recover on a box with other keys");
        }
        Map<Bytes, Bytes> ring =
            charter.keyring(recovery.owner());
        List<Act> acts = new ArrayList<>();
        Clerk.Answer enrolled = clerk(held, spaces).enrol(new DeviceText(self.publicKeys(),
            spaces.box().name()), Charter.FEEDS, ring);
        if (enrolled instanceof Clerk.Answer.Acts some) {
            acts.addAll(some.acts());
        } else if (((Clerk.Answer.Refused) enrolled).reason() != Clerk.Reason.ALREADY) {
            return refused((Clerk.Answer.Refused) enrolled);
        }
        if (!charter.admins().contains(self.device())) {
            acts.add(new Act.Admin(self.device()));
        }
        acts.addAll(clerk(held, spaces).renew());
        acts.addAll(clerk(held, spaces).supply(ring));
        if (acts.isEmpty()) {
            return Carried.refused(Reason.UNFIT, "this box is an admin of the space "
                + held.member.name() + " already, and lacks nothing");
        }
        BlockId last = held.enact(recovery.owner(), held.nonce(), acts);
        return held.carried(last, List.of("this box is a member and an admin of the space "
            + held.member.name() + " now", "to write and see there: space use "
            + held.member.name(), "if a box was lost: space revoke BOX"),
            facts.with("recovered", Item.TRUE));
    }

    // ---- what they share

    private static Clerk clerk(Held held, Spaces spaces) {
        return new Clerk(held.registry().charter(), spaces.box().random());
    }

    private static Carried asAdmin(Spaces spaces, Function<Held, Carried> what) {
        Held held = spaces.current();
        if (!held.registry().governed()) {
            return Carried.refused(Reason.UNFIT, "the space " + held.member.name()
                + " has no members and no admins: everyone is in it who knows its name");
        }
        if (!held.registry().administers()) {
            return Carried.refused(Reason.UNFIT, "this box is no admin of the space "
                + held.member.name() + (held.registry().charter().owner().isEmpty()
                    ? ", as far as it knows: nothing of its roster is here yet" : ""));
        }
        return what.apply(held);
    }

    private interface Owning {
        Carried carryOut(Held held, Recovery recovery);
    }

    private static Carried asOwner(String code, Spaces spaces, Owning what) {
        Recovery recovery;
        try {
            recovery = Recovery.parse(code);
        } catch (MalformedException e) {
            return Carried.refused(Reason.MALFORMED, e.getMessage());
        }
        Held held = spaces.current();
        if (!recovery.space().equals(held.space())) {
            return Carried.refused(Reason.UNFIT, "this is not the recovery code of the space "
                + held.member.name());
        }
        if (held.registry().charter().owner().isEmpty()) {
            return Carried.refused(Reason.UNFIT, "nothing of the roster of the space "
                + held.member.name() + " is here yet");
        }
        return what.carryOut(held, recovery);
    }

    /** Does something about the one member that a person means. */
    private static Carried member(Held held, String box, Function<DeviceId, Carried> what) {
        List<DeviceId> meant = Cutting.meant(held.registry().charter().members(), box);
        return meant.size() == 1 ? what.apply(meant.get(0)) : Carried.refused(Reason.UNKNOWN,
            meant.isEmpty() ? "the space " + held.member.name() + " has no member " + box
                + " (space members lists them)" : "several members are called " + box
                + ": name one by its device id, of " + String.join(", ",
                    meant.stream().map(DeviceId::toString).toList()));
    }

    private static Carried byClerk(Held held, Clerk.Answer answer, String line, DeviceId device) {
        if (answer instanceof Clerk.Answer.Refused refused) {
            return refused(refused);
        }
        BlockId last = held.enact(((Clerk.Answer.Acts) answer).acts());
        return held.carried(last, List.of(line), facts(held, device));
    }

    private static Item.Table facts(Held held, DeviceId device) {
        return Item.Table.EMPTY.with("space", Item.of(held.member.name()))
            .with("id", Item.of(held.space().toString())).with("box", Item.of(name(held, device)))
            .with("device", Item.of(device.toString()));
    }

    private static String name(Held held, DeviceId device) {
        return Optional.ofNullable(held.registry().charter().members().get(device))
            .map(Charter.Member::name).orElse("");
    }

    private static Carried refused(Clerk.Answer.Refused refused) {
        return Carried.refused(Reason.UNFIT, refused.detail());
    }
}
