// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;

/**
 * Whose acts count, and up to where. The owner comes first, then the admins in the order in which
 * the owner named them. Of two revocations of a device, that of the one who comes first counts, and
 * of one's own the latest. An admin may revoke another; if two revoke each other, the one that was
 * named first is heard. What is revoked is decided in this order, so it has an answer even where
 * many revoke each other:
 *
 * <ol>
 * <li>the owner's revocations;
 * <li>from the first admin to the last, each one's of those named after it, as far as it was not
 * revoked itself by now;
 * <li>from the last admin to the first, each one's of those named before it and not revoked yet;
 * <li>those of everybody who is no admin.
 * </ol>
 */
final class Court {
    private final Docket docket;
    private final DeviceId owner;
    private final List<DeviceId> admins;
    private final Map<DeviceId, Act.Revoke> revoked = new HashMap<>();

    Court(Docket docket, DeviceId owner) {
        this.docket = docket;
        this.owner = owner;
        Set<DeviceId> named = new LinkedHashSet<>();
        docket.deeds(owner).forEach(deed -> {
            if (deed.act() instanceof Act.Admin act && !act.device().equals(owner)) {
                named.add(act.device());
            }
        });
        admins = List.copyOf(named);
        rule();
    }

    private void rule() {
        latest(docket.deeds(owner), device -> true).forEach(revoked::put);
        for (int i = 0; i < admins.size(); i++) {
            List<DeviceId> juniors = admins.subList(i + 1, admins.size());
            latest(counting(admins.get(i)), juniors::contains).forEach(revoked::putIfAbsent);
        }
        Map<DeviceId, Act.Revoke> seniors = new HashMap<>();
        for (int i = admins.size() - 1; i > 0; i--) {
            List<DeviceId> before = admins.subList(0, i);
            List<Deed> deeds = counting(admins.get(i));
            latest(deeds, d -> before.contains(d) && !revoked.containsKey(d))
                .forEach(seniors::put);
            DeviceId next = admins.get(i - 1);
            if (seniors.containsKey(next)) {
                revoked.put(next, seniors.remove(next));
            }
        }
        admins.forEach(admin -> latest(counting(admin), device -> !admins.contains(device))
            .forEach(revoked::putIfAbsent));
    }

    private Map<DeviceId, Act.Revoke> latest(List<Deed> deeds, Predicate<DeviceId> of) {
        Map<DeviceId, Act.Revoke> latest = new LinkedHashMap<>();
        deeds.forEach(deed -> {
            if (deed.act() instanceof Act.Revoke act && of.test(act.device())
                && !act.device().equals(owner)) {
                latest.put(act.device(), act);
            }
        });
        return latest;
    }

    /** In the order in which the owner named them. */
    List<DeviceId> admins() {
        return admins;
    }

    Map<DeviceId, Act.Revoke> revoked() {
        return Collections.unmodifiableMap(revoked);
    }

    /** Those that decide, the one whose word weighs most first. */
    List<DeviceId> authorities() {
        List<DeviceId> all = new ArrayList<>(List.of(owner));
        all.addAll(admins);
        return all;
    }

    /** What a device did and counts, in order. */
    List<Deed> counting(DeviceId device) {
        List<Deed> deeds = docket.deeds(device);
        if (!revoked.containsKey(device)) {
            return deeds;
        }
        Set<BlockId> accepted = docket.accepted(device, revoked.get(device).heads());
        return deeds.stream().filter(deed -> accepted.contains(deed.page().id())).toList();
    }

    /** The pages of a device that count. */
    List<Page> pages(DeviceId device) {
        List<Page> pages = docket.pages(device);
        if (!revoked.containsKey(device)) {
            return pages;
        }
        Set<BlockId> accepted = docket.accepted(device, revoked.get(device).heads());
        return pages.stream().filter(page -> accepted.contains(page.id())).toList();
    }
}
