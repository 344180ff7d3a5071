// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Identity;

/** Adds up the acts that count. */
final class Ledger {
    private final SpaceId space;
    private final Bytes ownerKeys;
    private final DeviceId owner;
    private final Docket docket;
    private final Court court;

    private final Map<DeviceId, Charter.Member> members = new TreeMap<>();
    private final Map<FeedId, List<Head>> resolved = new TreeMap<>();
    /** For each feed, the one that weighs most first. */
    private final Map<FeedId, List<Correction>> corrections = new TreeMap<>();
    private final Map<Bytes, Given> given = new TreeMap<>();

    /** Whom a key was given to, by whom, and when first. */
    private static final class Given {
        private final Set<DeviceId> holders = new TreeSet<>();
        private final Set<DeviceId> givers = new HashSet<>();
        private long sinceMillis = Long.MAX_VALUE;
        private boolean made;

        /** Whether all who are known to have it still belong to the space. */
        private boolean isSafe(Set<DeviceId> readers, Set<DeviceId> gone) {
            return made && readers.containsAll(holders)
                && Collections.disjoint(givers, gone);
        }
    }

    Ledger(SpaceId space, Bytes ownerKeys, Docket docket) {
        this.space = space;
        this.ownerKeys = ownerKeys;
        this.owner = Identity.deviceOf(ownerKeys);
        this.docket = docket;
        this.court = new Court(docket, owner);
    }

    Charter charter() {
        court.authorities().forEach(this::add);
        Map<DeviceId, List<Head>> revoked = new TreeMap<>();
        court.revoked().forEach((device, act) -> revoked.put(device, act.heads()));
        List<Act.Found> founded = acts(court.counting(owner), Act.Found.class);
        Map<FeedId, List<Correction>> times = new TreeMap<>();
        corrections.forEach((feed, list) -> times.put(feed, disjoint(list)));
        return new Charter(space, Optional.of(ownerKeys),
            founded.isEmpty() ? "" : founded.get(founded.size() - 1).name(),
            !founded.isEmpty() && founded.get(0).open(), Collections.unmodifiableMap(members),
            court.admins(), Collections.unmodifiableMap(revoked),
            Collections.unmodifiableMap(resolved), Collections.unmodifiableMap(times), keys(),
            wraps(), newestMillis(times));
    }

    private void add(DeviceId by) {
        List<Deed> deeds = court.counting(by);
        enrol(acts(deeds, Act.Enrol.class));
        Map<FeedId, List<Head>> latest = new TreeMap<>();
        acts(deeds, Act.Resolve.class).forEach(act -> latest.put(act.feed(), act.heads()));
        latest.forEach(resolved::putIfAbsent);
        List<Act.CorrectTime> times = new ArrayList<>(acts(deeds, Act.CorrectTime.class));
        Collections.reverse(times);
        times.forEach(act -> corrections.computeIfAbsent(act.feed(), f -> new ArrayList<>())
            .add(act.correction()));
        Set<Bytes> known = new HashSet<>();
        deeds.forEach(deed -> {
            if (deed.act() instanceof Act.Key act && admits(known, act.id())) {
                give(by, act, deed.timeMillis());
            }
        });
    }

    /**
     * Whoever enrols has room for {@link Charter#MEMBERS_MAX} that are not revoked; who comes past
     * that does not count, so no admin can make the roster grow without bound.
     */
    private void enrol(List<Act.Enrol> acts) {
        Map<DeviceId, Charter.Member> mine = new TreeMap<>();
        int present = 0;
        for (Act.Enrol act : acts) {
            DeviceId device = act.device();
            boolean more = !mine.containsKey(device) && !court.revoked().containsKey(device);
            if (!more || present < Charter.MEMBERS_MAX) {
                present += more ? 1 : 0;
                mine.merge(device, new Charter.Member(act.publicKeys(), act.name(), act.feeds()),
                    (before, after) -> join(after, before));
            }
        }
        mine.forEach((device, member) -> members.merge(device, member, Ledger::join));
    }

    /** The name that one was given, and the more feeds of two enrolments. */
    private static Charter.Member join(Charter.Member one, Charter.Member other) {
        return new Charter.Member(one.publicKeys(), one.name(),
            Math.max(one.feeds(), other.feeds()));
    }

    /** Whether an id is among the first that somebody used. */
    private static boolean admits(Set<Bytes> known, Bytes id) {
        return known.contains(id) || known.size() < Charter.KEYS_MAX && known.add(id);
    }

    private void give(DeviceId by, Act.Key act, long timeMillis) {
        Given key = given.computeIfAbsent(act.id(), id -> new Given());
        key.givers.add(by);
        key.made |= act.made();
        act.wraps().forEach(wrap -> key.holders.add(wrap.device()));
        key.sinceMillis = Math.min(key.sinceMillis, timeMillis);
    }

    /**
     * First those that only present members have, and of these the youngest. Who made a key has it,
     * so one whose making does not count, because whoever made it was revoked before, is not among
     * them, even if others passed it on.
     */
    private List<Charter.Key> keys() {
        Set<DeviceId> gone = court.revoked().keySet();
        Set<DeviceId> readers = new HashSet<>(members.keySet());
        readers.removeAll(gone);
        readers.add(owner);
        return given.entrySet().stream().map(entry -> {
            Given key = entry.getValue();
            return new Charter.Key(entry.getKey(), key.sinceMillis,
                Collections.unmodifiableSet(key.holders), !key.isSafe(readers, gone));
        }).sorted(Comparator.comparing(Charter.Key::exposed)
            .thenComparing(Charter.Key::sinceMillis, Comparator.reverseOrder())
            .thenComparing(Charter.Key::id)).toList();
    }

    private List<Act.Key> wraps() {
        List<Act.Key> wraps = new ArrayList<>();
        court.authorities().forEach(by -> {
            Set<Bytes> known = new HashSet<>();
            acts(docket.deeds(by), Act.Key.class).stream()
                .filter(act -> admits(known, act.id())).forEach(wraps::add);
        });
        return List.copyOf(wraps);
    }

    private long newestMillis(Map<FeedId, List<Correction>> times) {
        return court.authorities().stream().flatMap(by -> court.pages(by).stream())
            .mapToLong(page -> times.getOrDefault(page.feed(), List.of()).stream()
                .filter(c -> c.covers(page.number())).findFirst()
                .map(c -> c.apply(page.timeMillis())).orElse(page.timeMillis()))
            .max().orElse(0);
    }

    /** The same corrections without overlaps: for each block the one that weighs most. */
    private static List<Correction> disjoint(List<Correction> all) {
        List<Correction> list = all.subList(0, Math.min(all.size(), Charter.CORRECTIONS_MAX));
        TreeSet<Long> starts = list.stream().map(Correction::from)
            .collect(Collectors.toCollection(TreeSet::new));
        list.stream().map(Correction::to).filter(to -> to < Long.MAX_VALUE)
            .forEach(to -> starts.add(to + 1));
        List<Correction> disjoint = new ArrayList<>();
        for (Long from : starts) {
            Long next = starts.higher(from);
            long to = next == null ? Long.MAX_VALUE : next - 1;
            list.stream().filter(c -> c.covers(from)).findFirst().ifPresent(c ->
                disjoint.add(new Correction(from, to, c.offsetMillis())));
        }
        return List.copyOf(disjoint);
    }

    private static <A extends Act> List<A> acts(List<Deed> deeds, Class<A> type) {
        return deeds.stream().map(Deed::act).filter(type::isInstance).map(type::cast).toList();
    }
}
