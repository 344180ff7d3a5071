// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.space.Charter.Standing;

/** What people are told about who belongs to a space, this box first of all. */
final class Notices {
    private static final int ADMINS_WANTED = 2;

    private Notices() { }

    /** Sentences about what does not work because of the roster. */
    static List<String> of(Held held) {
        Registry registry = held.registry();
        List<String> notices = new ArrayList<>();
        if (!registry.governed()) {
            return notices;
        }
        Charter charter = registry.charter();
        Standing standing = registry.standing();
        String name = held.member.name();
        if (charter.owner().isEmpty()) {
            notices.add("nothing of the roster of the space " + name
                + " is here yet: bring this box near one of its boxes");
        } else if (standing == Standing.NOT_ENROLLED) {
            notices.add("this box is not enrolled in the space " + name + ": what it records stays"
                + " here until an admin types what 'space join' prints here");
        } else if (standing == Standing.REVOKED) {
            notices.add("this box was revoked from the space " + name + ": it keeps what it holds,"
                + " and shares nothing more");
        } else if (registry.sealsWithStopgap()) {
            notices.add("this box has no key of the space " + name
                + " yet: it has to hear more of its roster");
        }
        if (charter.owner().isPresent() && charter.actingAdmins().size() < ADMINS_WANTED
            && standing == Standing.ENROLLED) {
            notices.add("the space " + name + " has " + (charter.actingAdmins().isEmpty()
                ? "no admin: recover it with its recovery code: space recover CODE"
                : "only one admin: if that box is lost, only the recovery code helps; name another"
                    + " with: space admin BOX CODE"));
        }
        if (!held.journal.locked.isEmpty() && standing == Standing.ENROLLED) {
            notices.add(held.journal.locked.size() + " blocks of the space " + name
                + " are sealed with keys that this box does not have");
        }
        return notices;
    }

    /** Why less is exchanged with another box than with a member; empty if nothing is known. */
    static String peer(Held held, Bytes id) {
        Registry registry = held.registry();
        if (!registry.governed() || registry.charter().owner().isEmpty()) {
            return "";
        }
        return switch (registry.standing()) {
            case NOT_ENROLLED -> "it does not accept this box: not enrolled";
            case REVOKED -> "it does not accept this box: revoked";
            case ENROLLED -> registry.charter().open() ? "" : stranger(registry.charter(), id);
        };
    }

    private static String stranger(Charter charter, Bytes id) {
        List<DeviceId> known = charter.members().keySet().stream()
            .filter(device -> device.value().startsWith(id)).toList();
        return known.isEmpty() ? "it is not enrolled: nothing that it records is accepted"
            : charter.revoked().keySet().containsAll(known)
                ? "it was revoked: nothing that it records is accepted" : "";
    }

    /** Who was ever enrolled, by name. */
    static List<Snapshot.Member> members(Held held) {
        Charter charter = held.registry().charter();
        return charter.members().entrySet().stream().map(entry -> new Snapshot.Member(
            entry.getKey(), entry.getValue().name(), standing(charter, entry.getKey()),
            entry.getKey().equals(held.device()), entry.getValue().feeds()))
            .sorted(Comparator.comparing(Snapshot.Member::name)
                .thenComparing(Snapshot.Member::device)).toList();
    }

    private static Snapshot.Standing standing(Charter charter, DeviceId device) {
        return charter.revoked().containsKey(device) ? Snapshot.Standing.REVOKED
            : charter.admins().contains(device) ? Snapshot.Standing.ADMIN
                : Snapshot.Standing.MEMBER;
    }
}
