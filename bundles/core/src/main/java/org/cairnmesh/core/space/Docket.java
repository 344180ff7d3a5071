// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Founding;

/** The pages of a space that are held, by who wrote them, before anybody judges what counts. */
final class Docket {
    private final SpaceId space;
    /** Those that reach back to the founding of their feed. */
    private final Map<BlockId, Page> pages = new HashMap<>();
    private final Map<BlockId, Founding> foundings = new HashMap<>();
    private final Map<BlockId, Long> times = new HashMap<>();
    private final Map<DeviceId, List<Page>> byDevice = new HashMap<>();

    Docket(SpaceId space, Collection<Page> held) {
        this.space = space;
        held.stream().sorted(Comparator.comparingLong(Page::number)).forEach(this::file);
    }

    private void file(Page page) {
        if (pages.containsKey(page.id())) {
            return;
        }
        Page previous = pages.get(page.previous());
        Founding founding = page.number() == 1 ? page.founding().orElseThrow()
            : foundings.get(page.previous());
        boolean follows = page.number() == 1
            ? founding.role() == Founding.Role.ROSTER && founding.feed(space).equals(page.feed())
            : previous != null && previous.feed().equals(page.feed())
                && previous.number() + 1 == page.number();
        if (follows) {
            pages.put(page.id(), page);
            foundings.put(page.id(), founding);
            times.put(page.id(), previous == null ? page.timeMillis()
                : Math.max(page.timeMillis(), times.get(page.previous())));
            byDevice.computeIfAbsent(founding.device(), d -> new ArrayList<>()).add(page);
        }
    }

    /** The public keys of the owner: those that the space's id is a hash of. */
    Optional<Bytes> owner() {
        return pages.values().stream().flatMap(page -> page.founding().stream())
            .filter(f -> Recovery.spaceOf(f.publicKeys(), f.nonce()).equals(space))
            .map(Founding::publicKeys).findFirst();
    }

    List<Page> pages(DeviceId device) {
        return byDevice.getOrDefault(device, List.of());
    }

    /** What a device did, in order; on every branch of its feeds, where they have forked. */
    List<Deed> deeds(DeviceId device) {
        List<Deed> deeds = new ArrayList<>();
        for (Page page : pages(device)) {
            for (int i = 0; i < page.acts().size(); i++) {
                deeds.add(new Deed(page, i, times.get(page.id())));
            }
        }
        Collections.sort(deeds);
        return deeds;
    }

    /** The pages of a device that stand at or before the heads that were accepted of it. */
    Set<BlockId> accepted(DeviceId device, List<Head> heads) {
        Set<BlockId> ids = new HashSet<>();
        for (Head head : heads) {
            Page at = pages.get(head.block());
            if (at != null && at.feed().equals(head.feed())) {
                for (; at != null && ids.add(at.id()); at = pages.get(at.previous())) { }
            } else {
                pages(device).stream().filter(page -> page.feed().equals(head.feed())
                    && page.number() <= head.number()).forEach(page -> ids.add(page.id()));
            }
        }
        return ids;
    }
}
