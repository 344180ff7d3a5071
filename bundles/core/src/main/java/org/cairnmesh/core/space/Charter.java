// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.core.feed.Rules;

/**
 * What a space is and who belongs to it: a function of the blocks of roster feeds that a box holds,
 * and of nothing else, so boxes that hold the same blocks agree, in whatever order these came.
 *
 * <p>The owner's word weighs most, then that of the admins in the order in which the owner named
 * them; of one's own, the latest. An admin's acts count up to the accepted heads of its own
 * revocation. Where a roster feed has forked, the acts of every branch count: what a stolen box
 * adds later takes nothing away.
 *
 * @param owner      the owner's public keys; absent while its first block is not here
 * @param open       not encrypted, and whoever asks belongs to it
 * @param members    all that were ever enrolled, also those that are revoked, by device
 * @param admins     in the order in which they were named, also those that are revoked
 * @param revoked    of each revoked device, the heads that are accepted
 * @param resolved   of feeds that have forked, the heads that count
 * @param times      corrections for each feed, ascending, none overlaps another
 * @param keys       the keys of the space, the one to seal with first
 * @param wraps      every act that gives a key, also those that no longer count: a key that once
 *                   sealed something must still open it
 * @param newestMillis the newest time of a page that counts, put right where it was corrected
 */
public record Charter(SpaceId space, Optional<Bytes> owner, String name, boolean open,
                      Map<DeviceId, Member> members, List<DeviceId> admins,
                      Map<DeviceId, List<Head>> revoked, Map<FeedId, List<Head>> resolved,
                      Map<FeedId, List<Correction>> times, List<Key> keys, List<Act.Key> wraps,
                      long newestMillis) {
    /** The most members that a space has at one time. */
    public static final int MEMBERS_MAX = 64;
    /** Feeds of a device that are admitted unless an admin decides otherwise. */
    public static final int FEEDS = 16;
    /** Keys that one device can add to a space. */
    public static final int KEYS_MAX = 256;
    /** Corrections of one feed that count: taken apart, they are no more ranges than rules hold. */
    public static final int CORRECTIONS_MAX = (Rules.OF_A_FEED_MAX + 1) / 2;

    /**
     * A device that was enrolled.
     *
     * @param feeds how many feeds of it are admitted
     */
    public record Member(Bytes publicKeys, String name, int feeds) { }

    /**
     * A key of the space.
     *
     * @param sinceMillis when it was first given to somebody
     * @param holders     whom it was given to
     * @param exposed     whether somebody may have it who does not belong to the space: nothing
     *                    more is sealed with it as soon as there is another
     */
    public record Key(Bytes id, long sinceMillis, Set<DeviceId> holders, boolean exposed) { }

    /** Whether a device belongs to the space. */
    public enum Standing { ENROLLED, NOT_ENROLLED, REVOKED }

    /** The charter that follows from the pages that are held. */
    public static Charter of(SpaceId space, Collection<Page> pages) {
        Docket docket = new Docket(space, pages);
        return docket.owner().map(keys -> new Ledger(space, keys, docket).charter())
            .orElseGet(() -> new Charter(space, Optional.empty(), "", false, Map.of(), List.of(),
                Map.of(), Map.of(), Map.of(), List.of(), List.of(), 0));
    }

    /** The standing of a device that records. */
    public Standing standing(DeviceId device) {
        if (revoked.containsKey(device)) {
            return Standing.REVOKED;
        }
        return open || members.containsKey(device) ? Standing.ENROLLED : Standing.NOT_ENROLLED;
    }

    /**
     * The standing of the author of a feed. A roster feed is the owner's or an admin's; the owner's
     * first is known by the space's id alone.
     */
    public Standing standing(Founding founding) {
        if (founding.role() == Founding.Role.RECORDS) {
            return standing(founding.device());
        }
        if (owner.map(founding.publicKeys()::equals).orElse(false)
            || Recovery.spaceOf(founding.publicKeys(), founding.nonce()).equals(space)) {
            return Standing.ENROLLED;
        }
        return !admins.contains(founding.device()) ? Standing.NOT_ENROLLED
            : revoked.containsKey(founding.device()) ? Standing.REVOKED : Standing.ENROLLED;
    }

    /** How many feeds of one role a device may have. */
    public int feedsMax(DeviceId device) {
        return members.containsKey(device) ? members.get(device).feeds() : FEEDS;
    }

    /** Of these feeds, those of which not all counts, and the heads that do: none, maybe. */
    public Map<FeedId, List<Head>> cuts(Map<FeedId, Founding> feeds) {
        Map<FeedId, List<Head>> cuts = new TreeMap<>();
        feeds.forEach((feed, founding) -> {
            Standing standing = standing(founding);
            if (standing != Standing.ENROLLED) {
                cuts.put(feed, revoked.getOrDefault(founding.device(), List.of()).stream()
                    .filter(head -> standing == Standing.REVOKED && head.feed().equals(feed))
                    .toList());
            }
        });
        return cuts;
    }

    /** The members that are not revoked, by device. */
    public Map<DeviceId, Member> present() {
        Map<DeviceId, Member> present = new TreeMap<>(members);
        present.keySet().removeAll(revoked.keySet());
        return present;
    }

    /** The admins that can act: not revoked, and members. */
    public List<DeviceId> actingAdmins() {
        return admins.stream().filter(present()::containsKey).toList();
    }

    /**
     * The id of the key to seal with: the first that a box has. None in an open space, or while it
     * has none; then nothing can be sealed.
     *
     * @param held the ids of the keys that the box has
     */
    public Optional<Bytes> sealingKey(Set<Bytes> held) {
        return open ? Optional.empty()
            : keys.stream().map(Key::id).filter(held::contains).findFirst();
    }

    /** Whether every key is exposed, so that an admin has to make a new one. */
    public boolean needsKey() {
        return !open && owner.isPresent() && keys.stream().allMatch(Key::exposed);
    }

    /**
     * Who lacks a key that others have: the public keys of present members and of the owner, by
     * the id of the key. Enrolments and new keys that did not know of each other leave such gaps;
     * an admin who has the key closes them.
     */
    public Map<Bytes, List<Bytes>> lacking() {
        Map<Bytes, List<Bytes>> lacking = new LinkedHashMap<>();
        for (Key key : keys) {
            List<Bytes> who = readers().stream().filter(keys ->
                !key.holders().contains(Identity.deviceOf(keys))).toList();
            if (!who.isEmpty()) {
                lacking.put(key.id(), who);
            }
        }
        return lacking;
    }

    /** The public keys of all that a new key is for: the present members and the owner. */
    public List<Bytes> readers() {
        return Stream.concat(present().values().stream().map(Member::publicKeys),
            owner.stream()).distinct().toList();
    }

    /** The keys that were given to this device, by their ids. Costs an X25519 for each. */
    public Map<Bytes, Bytes> keyring(Identity identity) {
        Map<Bytes, Bytes> ring = new LinkedHashMap<>();
        wraps.forEach(act -> {
            if (!ring.containsKey(act.id())) {
                KeyWrap.open(space, act, identity).ifPresent(key -> ring.put(act.id(), key));
            }
        });
        return ring;
    }
}
