// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.core.feed.Identity;

/**
 * Writes the acts that an order of the owner or of an admin takes, or says why not. It signs
 * nothing: whoever seals the acts answers for them.
 */
public final class Clerk {
    private final Charter charter;
    private final RandomGenerator random;

    /**
     * A clerk for a space as it is now.
     *
     * @param random draws the keys, so it has to be one that nobody can predict
     */
    public Clerk(Charter charter, RandomGenerator random) {
        this.charter = charter;
        this.random = random;
    }

    /** What an order comes to. */
    public sealed interface Answer {
        /** To be sealed in this order. */
        record Acts(List<Act> acts) implements Answer {
            public Acts {
                acts = List.copyOf(acts);
            }
        }

        /** The detail is for people. */
        record Refused(Reason reason, String detail) implements Answer { }
    }

    /** Why nothing was written. */
    public enum Reason { FULL, REVOKED, NOT_A_MEMBER, ALREADY, TOO_MANY_HEADS, NO_KEY, THE_OWNER }

    /**
     * The first acts of the owner: the box that creates the space is its first member and admin.
     */
    public static List<Act> found(Recovery recovery, String name, boolean open, DeviceText creator,
                                  RandomGenerator random) {
        List<Act> acts = new ArrayList<>(List.of(new Act.Found(name, open),
            new Act.Enrol(creator.publicKeys(), creator.name(), Charter.FEEDS),
            new Act.Admin(creator.device())));
        if (!open) {
            acts.addAll(KeyWrap.wrap(recovery.space(), KeyWrap.draw(random), true,
                List.of(creator.publicKeys(), recovery.owner().publicKeys()), random));
        }
        return acts;
    }

    /**
     * Enrols a device, and gives it the keys that whoever enrols has: it can read what there is.
     *
     * @param feeds   how many feeds of it are admitted
     * @param keyring of the one who enrols
     */
    public Answer enrol(DeviceText device, int feeds, Map<Bytes, Bytes> keyring) {
        DeviceId id = device.device();
        Optional<Charter.Member> member = Optional.ofNullable(charter.members().get(id));
        if (charter.revoked().containsKey(id)) {
            return refused(Reason.REVOKED, "the keys of " + device.name() + " were revoked, and "
                + "that is for good; let it make new ones");
        }
        if (charter.owner().map(device.publicKeys()::equals).orElse(false)) {
            return refused(Reason.THE_OWNER, "these are the owner's keys");
        }
        if (member.isPresent() && member.get().feeds() >= feeds) {
            return refused(Reason.ALREADY, device.name() + " is enrolled as "
                + member.get().name());
        }
        if (member.isEmpty() && charter.present().size() >= Charter.MEMBERS_MAX) {
            return refused(Reason.FULL, "the space has " + charter.present().size()
                + " members, the most that fit; revoke one that is gone");
        }
        if (!charter.open() && keyring.isEmpty()) {
            return refused(Reason.NO_KEY, "this box has no key of the space yet");
        }
        List<Act> acts = new ArrayList<>(List.of(
            new Act.Enrol(device.publicKeys(), device.name(), feeds)));
        if (member.isEmpty()) {
            keyring.values().forEach(key -> acts.addAll(
                KeyWrap.wrap(charter.space(), key, false, List.of(device.publicKeys()), random)));
        }
        return new Answer.Acts(acts);
    }

    /** Names an admin; only the owner's word counts. */
    public Answer admin(DeviceId device) {
        if (!charter.present().containsKey(device)) {
            return notAMember(device);
        }
        return charter.admins().contains(device)
            ? refused(Reason.ALREADY, charter.members().get(device).name() + " is an admin")
            : new Answer.Acts(List.of(new Act.Admin(device)));
    }

    /**
     * Revokes a device and makes a new key for all that remain. Who is revoked already can be
     * revoked at other heads; then the key stays.
     */
    public Answer revoke(DeviceId device, List<Head> heads) {
        if (charter.owner().map(Identity::deviceOf).equals(Optional.of(device))) {
            return refused(Reason.THE_OWNER, "the owner cannot be revoked");
        }
        if (!charter.members().containsKey(device) && !charter.open()) {
            return notAMember(device);
        }
        if (heads.size() > Act.HEADS_MAX) {
            return refused(Reason.TOO_MANY_HEADS, heads.size() + " heads of its feeds, more than "
                + Act.HEADS_MAX + "; resolve those that have forked first");
        }
        List<Act> acts = new ArrayList<>(List.of(new Act.Revoke(device,
            heads.stream().distinct().sorted().toList())));
        if (!charter.open() && !charter.revoked().containsKey(device)) {
            acts.addAll(rotate(charter.readers().stream()
                .filter(keys -> !Identity.deviceOf(keys).equals(device)).toList()));
        }
        return new Answer.Acts(acts);
    }

    /** A new key for all that belong to the space, if every key is with somebody who does not. */
    public List<Act> renew() {
        return charter.needsKey() ? rotate(charter.readers()) : List.of();
    }

    /** The keys that others lack, as far as they are in this keyring. */
    public List<Act> supply(Map<Bytes, Bytes> keyring) {
        List<Act> acts = new ArrayList<>();
        charter.lacking().forEach((id, who) -> {
            if (keyring.containsKey(id)) {
                acts.addAll(KeyWrap.wrap(charter.space(), keyring.get(id), false, who, random));
            }
        });
        return acts;
    }

    private List<Act> rotate(List<Bytes> readers) {
        return KeyWrap.wrap(charter.space(), KeyWrap.draw(random), true, readers, random);
    }

    private static Answer notAMember(DeviceId device) {
        return refused(Reason.NOT_A_MEMBER, "device " + device + " is no member of the space");
    }

    private static Answer refused(Reason reason, String detail) {
        return new Answer.Refused(reason, detail);
    }
}
