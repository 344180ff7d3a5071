// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.core.feed.Identity;

/** Three admins on three boxes who enrol and revoke by the rules, and meet now and then. */
final class Admins {
    final Map<DeviceId, Identity> devices = new TreeMap<>();
    private final Random random;
    private final Recovery recovery;
    private final List<Desk> desks = new ArrayList<>();
    private long nextDevice = 10;

    /** An admin's box: what it holds, and its own feed. */
    final class Desk {
        private final Scribe scribe;
        private final Set<Page> held = new LinkedHashSet<>();

        Desk(Identity identity) {
            scribe = Scribe.of(recovery.space(), identity);
        }

        Charter charter() {
            return Charter.of(recovery.space(), held);
        }

        private Clerk clerk() {
            return new Clerk(charter(), random);
        }

        private void write(List<Act> acts) {
            if (!acts.isEmpty()) {
                held.add(scribe.write(acts.toArray(Act[]::new)));
            }
        }

        private void write(Clerk.Answer answer) {
            if (answer instanceof Clerk.Answer.Acts acts) {
                write(acts.acts());
            }
        }

        private boolean acting() {
            return charter().actingAdmins().contains(scribe.device());
        }

        Set<Bytes> keys() {
            return charter().keyring(scribe.identity).keySet();
        }

        void tidy() {
            write(clerk().renew());
            write(clerk().supply(charter().keyring(scribe.identity)));
        }
    }

    Admins(long seed) {
        random = new Random(seed);
        recovery = Recovery.draw(random);
        Scribe owner = Scribe.owner(recovery);
        devices.put(recovery.owner().device(), recovery.owner());
        List<Identity> admins = List.of(device(1), device(2), device(3));
        owner.write(Clerk.found(recovery, "Camp", false, text(admins.get(0)), random)
            .toArray(Act[]::new));
        admins.forEach(admin -> desks.add(new Desk(admin)));
        desks.get(0).held.addAll(owner.pages);
        for (Identity admin : admins.subList(1, 3)) {
            desks.get(0).write(desks.get(0).clerk().enrol(text(admin), Charter.FEEDS,
                desks.get(0).charter().keyring(admins.get(0))));
            desks.get(0).held.add(owner.write(new Act.Admin(admin.device())));
        }
        devices.remove(recovery.owner().device());
        meet();
    }

    private Identity device(long seed) {
        Identity identity = Scribe.identity(seed);
        devices.put(identity.device(), identity);
        return identity;
    }

    private static DeviceText text(Identity identity) {
        return new DeviceText(identity.publicKeys(), "box");
    }

    Charter charter(int desk) {
        return desks.get(desk).charter();
    }

    List<Desk> acting() {
        return desks.stream().filter(Desk::acting).toList();
    }

    /** One of them enrols, revokes, tidies up, or meets another. */
    void act() {
        Desk desk = desks.get(random.nextInt(3));
        Desk other = desks.get(random.nextInt(3));
        if (!desk.acting()) {
            return;
        }
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> desk.write(desk.clerk().enrol(text(device(nextDevice++)),
                Charter.FEEDS, desk.charter().keyring(desk.scribe.identity)));
            case 3, 4 -> revoke(desk);
            case 5 -> desk.tidy();
            default -> {
                desk.held.addAll(other.held);
                other.held.addAll(desk.held);
            }
        }
    }

    private void revoke(Desk desk) {
        List<DeviceId> all = List.copyOf(desk.charter().present().keySet());
        DeviceId target = all.get(random.nextInt(all.size()));
        List<Head> heads = desks.stream().filter(d -> d.scribe.device().equals(target))
            .flatMap(d -> d.scribe.pages.stream()).filter(desk.held::contains)
            .reduce((a, b) -> b).map(Scribe::head).stream().toList();
        if (!target.equals(desk.scribe.device())) {
            desk.write(desk.clerk().revoke(target, heads));
        }
    }

    void meet() {
        List<Page> all = desks.stream().flatMap(d -> d.held.stream()).distinct().toList();
        Stream.of(0, 1, 2).forEach(i -> desks.get(i).held.addAll(all));
    }
}
