// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Founding;
import org.cairnmesh.core.feed.Identity;

/** Writes the pages of one roster feed, with the times and the forks that a test wants. */
final class Scribe {
    static final long NOON = 1_790_000_000_000L;

    private static final Map<Long, Identity> IDENTITIES = new ConcurrentHashMap<>();

    final SpaceId space;
    final Identity identity;
    final Founding founding;
    final List<Page> pages = new ArrayList<>();

    Scribe(SpaceId space, Identity identity, Bytes nonce) {
        this.space = space;
        this.identity = identity;
        founding = new Founding(identity.publicKeys(), nonce, "", Founding.Role.ROSTER);
    }

    /** The owner's first feed. */
    static Scribe owner(Recovery recovery) {
        return new Scribe(recovery.space(), recovery.owner(), recovery.nonce());
    }

    static Scribe of(SpaceId space, Identity identity) {
        return new Scribe(space, identity, Bytes.ofLong(7));
    }

    static Identity identity(long seed) {
        return IDENTITIES.computeIfAbsent(seed,
            s -> new Identity(noise(new Random(s), Identity.SECRET_SIZE)));
    }

    static DeviceId device(long seed) {
        return identity(seed).device();
    }

    static Act.Enrol enrol(long seed) {
        return new Act.Enrol(identity(seed).publicKeys(), "box" + seed, Charter.FEEDS);
    }

    static Bytes noise(RandomGenerator random, int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return Bytes.of(noise);
    }

    FeedId feed() {
        return founding.feed(space);
    }

    DeviceId device() {
        return identity.device();
    }

    /** A page after the last one. */
    Page write(long timeMillis, Act... acts) {
        return after(pages.isEmpty() ? Optional.empty()
            : Optional.of(pages.get(pages.size() - 1)), timeMillis, acts);
    }

    /** A page a minute after the last one. */
    Page write(Act... acts) {
        return write(pages.isEmpty() ? NOON
            : pages.get(pages.size() - 1).timeMillis() + 60_000, acts);
    }

    /** A page after any that was written: the feed forks unless that is the last. */
    Page after(Optional<Page> previous, long timeMillis, Act... acts) {
        BlockId before = previous.map(Page::id).orElse(BlockId.NONE);
        List<Item> all = new ArrayList<>(List.of(Item.of(feed().value()), Item.of(before.value()),
            Item.of(timeMillis)));
        Arrays.stream(acts).forEach(act -> all.add(act.payload()));
        Page page = new Page(feed(), previous.map(p -> p.number() + 1).orElse(1L),
            new BlockId(Crypto.hash(Cbor.encode(new Item.Array(all)).toArray())), before,
            previous.isPresent() ? Optional.empty() : Optional.of(founding), timeMillis,
            List.of(acts));
        pages.add(page);
        return page;
    }

    static Head head(Page page) {
        return new Head(page.feed(), page.number(), page.id());
    }

    /** The last page, as a revocation accepts it. */
    Head head() {
        return head(pages.get(pages.size() - 1));
    }

    static Charter charter(Scribe... scribes) {
        return Charter.of(scribes[0].space,
            Arrays.stream(scribes).flatMap(s -> s.pages.stream()).toList());
    }
}
