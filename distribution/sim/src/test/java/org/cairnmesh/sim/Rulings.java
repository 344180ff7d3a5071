// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Rules;

/** What the owner of a generated history rules, as events of the owner's feed. */
record Rulings(DeviceId owner) {
    /** Names the blocks of a feed that count: of one feed as a cut, of another as a resolution. */
    static final Kind REVOKE = new Kind("test.revoke");
    /** Corrects the time of the first blocks of a feed. */
    static final Kind RETIME = new Kind("test.retime");

    static Draft revoke(FeedId feed, List<Place> heads) {
        return Draft.of(REVOKE, new Item.Table(Map.of("feed", Item.of(feed.value()), "heads",
            new Item.Array(heads.stream().<Item>map(head -> Item.of(Item.of(head.number()),
                Item.of(head.id().value()))).toList()))), "owner");
    }

    static Draft retime(FeedId feed, long to, long offsetMillis) {
        return Draft.of(RETIME, new Item.Table(Map.of("feed", Item.of(feed.value()), "to",
            Item.of(to), "offset", Item.of(offsetMillis))), "owner");
    }

    /** The feed of the owner, if anything of it is held. */
    Optional<Feed> feed(Held held) {
        return held.graph().feeds().stream()
            .filter(feed -> feed.author().device().equals(owner)).findFirst();
    }

    /** What a box that holds this has to obey; the latest ruling of each feed wins. */
    Rules of(Held held) {
        Map<FeedId, List<Rules.Head>> cuts = new HashMap<>();
        Map<FeedId, List<Rules.Head>> resolved = new HashMap<>();
        Map<FeedId, List<Rules.Shift>> times = new HashMap<>();
        feed(held).ifPresent(feed -> {
            for (long number = 1; number <= feed.height(); number++) {
                for (Event event : held.events(feed.at(number).get(0))) {
                    FeedId of = event.payload().get("feed") instanceof Item.Bin bin
                        ? new FeedId(bin.value()) : feed.id();
                    if (event.kind().equals(REVOKE)) {
                        (of.value().at(0) % 2 == 0 ? cuts : resolved).put(of, heads(event));
                    } else if (event.kind().equals(RETIME)) {
                        times.computeIfAbsent(of, f -> new ArrayList<>()).add(new Rules.Shift(1,
                            event.payload().number("to", 1),
                            event.payload().number("offset", 0)));
                    }
                }
            }
        });
        return new Rules(cuts, resolved, times, OptionalLong.empty());
    }

    static List<Rules.Head> heads(Event event) {
        return event.payload().list("heads").stream().map(Item.Array.class::cast)
            .map(pair -> new Rules.Head(((Item.Int) pair.at(0)).value(),
                new BlockId(((Item.Bin) pair.at(1)).value()))).toList();
    }
}
