// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Crypto;

/**
 * A roster drawn from a seed: an owner, admins and members that write whatever acts come to mind,
 * with clocks that jump and feeds that fork.
 */
final class Rosters {
    static final int DEVICES = 8;

    private static final Recovery RECOVERY = Recovery.draw(new Random(0));

    final Random random;
    final SpaceId space = RECOVERY.space();
    final Scribe owner = Scribe.owner(RECOVERY);
    private final long seed;
    private final Map<Long, List<Scribe>> devices = new TreeMap<>();

    Rosters(long seed, int pages) {
        this.seed = seed;
        random = new Random(seed);
        owner.write(new Act.Found("Camp", random.nextInt(8) == 0));
        for (long i = 0; i < 4; i++) {
            owner.write(Scribe.enrol(i), new Act.Admin(Scribe.device(i)));
        }
        for (int i = 0; i < pages; i++) {
            write();
        }
    }

    List<Page> pages() {
        List<Page> pages = new ArrayList<>(owner.pages);
        devices.values().forEach(list -> list.forEach(scribe -> pages.addAll(scribe.pages)));
        return pages;
    }

    long latestMillis() {
        return pages().stream().mapToLong(Page::timeMillis).max().orElseThrow();
    }

    void write() {
        int who = random.nextInt(2 * DEVICES);
        if (who >= DEVICES + 5) {
            page(owner);
        } else {
            write(who % DEVICES);
        }
    }

    /** A page by a device, in the feed that it has, in a new one, or past a fork. */
    void write(long device) {
        List<Scribe> feeds = devices.computeIfAbsent(device, d -> new ArrayList<>());
        if (feeds.isEmpty() || random.nextInt(12) == 0) {
            feeds.add(new Scribe(space, Scribe.identity(device), Scribe.noise(random, 8)));
        }
        page(feeds.get(random.nextInt(feeds.size())));
    }

    private void page(Scribe scribe) {
        Act[] acts = IntStream.range(0, random.nextInt(4)).mapToObj(i -> act())
            .toArray(Act[]::new);
        long time = Scribe.NOON + random.nextInt(1_000);
        if (!scribe.pages.isEmpty() && random.nextInt(8) == 0) {
            int at = random.nextInt(scribe.pages.size() + 1);
            scribe.after(at == 0 ? Optional.empty() : Optional.of(scribe.pages.get(at - 1)), time,
                acts);
        } else {
            scribe.write(time, acts);
        }
    }

    private Act act() {
        long target = random.nextInt(DEVICES);
        return switch (random.nextInt(12)) {
            case 0 -> new Act.Found("Camp " + target, random.nextBoolean());
            case 1, 2, 3 -> new Act.Enrol(Scribe.identity(target).publicKeys(),
                "box" + random.nextInt(3), 1 + random.nextInt(20));
            case 4 -> new Act.Admin(Scribe.device(target));
            case 5, 6, 7 -> new Act.Revoke(Scribe.device(target), heads(target));
            case 8 -> resolve(feed(target));
            case 9 -> new Act.CorrectTime(feed(target), correction());
            default -> key();
        };
    }

    private Correction correction() {
        long from = 1 + random.nextInt(9);
        return new Correction(from, from + random.nextInt(9), random.nextInt(-500, 500));
    }

    private Act key() {
        List<Act.Key.Wrap> wraps = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i ->
            new Act.Key.Wrap(Scribe.device(random.nextInt(DEVICES)), Scribe.noise(random, 48)))
            .toList();
        return new Act.Key(Bytes.ofLong(random.nextInt(12)).slice(4, 4),
            random.nextBoolean(), Scribe.noise(random, 32), wraps);
    }

    private FeedId feed(long device) {
        List<Scribe> feeds = devices.getOrDefault(device, List.of());
        return feeds.isEmpty() ? new FeedId(Crypto.hash(Bytes.ofLong(device).toArray()).head(16))
            : feeds.get(random.nextInt(feeds.size())).feed();
    }

    private Act resolve(FeedId feed) {
        return new Act.Resolve(feed, List.of(new Head(feed, 1 + random.nextInt(5),
            new BlockId(Crypto.hash(Bytes.ofLong(random.nextInt(3)).toArray())))));
    }

    /** Of each feed of a device, some page that was written: none of them, now and then. */
    List<Head> heads(long device) {
        return devices.getOrDefault(device, List.of()).stream()
            .filter(scribe -> !scribe.pages.isEmpty() && random.nextInt(4) != 0)
            .map(scribe -> Scribe.head(scribe.pages.get(random.nextInt(scribe.pages.size()))))
            .distinct().sorted().toList();
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
