// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Feed;

/**
 * The list of feeds that a box knows, in one order: where two boxes have the same list, and so the
 * same tag, they name a feed by its place in it.
 */
public final class Roster {
    public static final int TAG_SIZE = 4;
    /** How much of a feed's id names it where the lists differ. */
    public static final int PREFIX_SIZE = 8;

    private final List<FeedId> feeds;
    private final Bytes tag;

    private Roster(List<FeedId> feeds) {
        this.feeds = feeds;
        byte[] all = new byte[feeds.size() * FeedId.SIZE];
        for (int i = 0; i < feeds.size(); i++) {
            feeds.get(i).value().copyTo(all, i * FeedId.SIZE);
        }
        this.tag = Crypto.hash(all).head(TAG_SIZE);
    }

    /** The roster of feeds that come in ascending order of their ids. */
    public static Roster of(Collection<Feed> feeds) {
        List<FeedId> ids = new ArrayList<>(feeds.size());
        feeds.forEach(feed -> ids.add(feed.id()));
        return new Roster(Collections.unmodifiableList(ids));
    }

    public Bytes tag() {
        return tag;
    }

    public int size() {
        return feeds.size();
    }

    List<FeedId> feeds() {
        return feeds;
    }

    Optional<FeedId> at(long ordinal) {
        return ordinal < feeds.size() ? Optional.of(feeds.get((int) ordinal)) : Optional.empty();
    }

    OptionalInt ordinal(FeedId feed) {
        int at = Collections.binarySearch(feeds, feed);
        return at < 0 ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /** The feed whose id starts so. */
    Optional<FeedId> named(Bytes prefix) {
        byte[] least = new byte[FeedId.SIZE];
        prefix.copyTo(least, 0);
        int at = Collections.binarySearch(feeds, new FeedId(Bytes.of(least)));
        int from = at < 0 ? -1 - at : at;
        return from < feeds.size() && feeds.get(from).value().startsWith(prefix)
            ? Optional.of(feeds.get(from)) : Optional.empty();
    }

    static Bytes prefix(FeedId feed) {
        return feed.value().head(PREFIX_SIZE);
    }
}
