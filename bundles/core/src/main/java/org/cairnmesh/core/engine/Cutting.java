// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.space.Charter;
import org.cairnmesh.core.space.Head;

/**
 * Where the feeds of a device end that is to be revoked: at what is held, unless told otherwise.
 */
final class Cutting {
    /** Every block of the device's feeds that is in the log, whether it counts or not. */
    private final Map<FeedId, List<Place>> feeds = new TreeMap<>();
    private final Map<FeedId, List<Place>> ends = new TreeMap<>();

    Cutting(Journal journal, DeviceId device) {
        journal.arrivals.stream().filter(place -> place.author().device().equals(device))
            .forEach(place -> feeds.computeIfAbsent(place.feed(), f -> new ArrayList<>())
                .add(place));
        feeds.keySet().forEach(feed -> ends.put(feed,
            journal.graph.feed(feed).map(Feed::tips).orElse(List.of())));
    }

    /** Cuts feeds where somebody said, as FEED:NUMBER; what is wrong with that, if anything is. */
    Optional<String> at(List<String> places) {
        for (String place : places) {
            Optional<String> wrong = at(place);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private Optional<String> at(String text) {
        int colon = text.indexOf(':');
        String digits = text.substring(0, Math.max(0, colon));
        List<FeedId> meant = digits.length() < Order.ID_DIGITS_MIN ? List.of()
            : feeds.keySet().stream().filter(id -> id.toString().startsWith(digits)).toList();
        if (meant.size() != 1) {
            return Optional.of("'" + text + "' names no feed of the box: FEED:NUMBER is wanted,"
                + " FEED one of " + feeds.keySet().stream()
                    .map(id -> id + " (to " + height(id) + ")").collect(Collectors.joining(", ")));
        }
        FeedId feed = meant.get(0);
        long number = text.substring(colon + 1).matches("[0-9]{1,18}")
            ? Long.parseLong(text.substring(colon + 1)) : -1;
        if (number < 0 || number > height(feed)) {
            return Optional.of("'" + text + "' names no block: the feed is held up to "
                + height(feed));
        }
        ends.put(feed,
            feeds.get(feed).stream().filter(place -> place.number() == number).toList());
        return Optional.empty();
    }

    private long height(FeedId feed) {
        return feeds.get(feed).stream().mapToLong(Place::number).max().orElse(0);
    }

    List<Head> heads() {
        List<Head> heads = new ArrayList<>();
        ends.values().forEach(places -> places.forEach(place ->
            heads.add(new Head(place.feed(), place.number(), place.id()))));
        return heads;
    }

    /** For people: up to which block of each feed. */
    @Override
    public String toString() {
        return ends.isEmpty() ? "nothing: none of its feeds is here" : ends.entrySet().stream()
            .map(end -> "feed " + end.getKey().value().head(4) + (end.getValue().isEmpty()
                ? " not at all" : " to block " + end.getValue().stream().map(Place::number)
                    .sorted().map(String::valueOf).collect(Collectors.joining(" and "))))
            .collect(Collectors.joining(", "));
    }

    /** The members that a person may mean: of this name, or whose device ids start so. */
    static List<DeviceId> meant(Map<DeviceId, Charter.Member> members, String box) {
        List<DeviceId> named = members.entrySet().stream()
            .filter(entry -> entry.getValue().name().equals(box)).map(Map.Entry::getKey).toList();
        return !named.isEmpty() || box.length() < Order.ID_DIGITS_MIN ? named
            : members.keySet().stream().filter(d -> d.toString().startsWith(box)).toList();
    }
}
