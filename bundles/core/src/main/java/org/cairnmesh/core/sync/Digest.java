// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import java.util.ArrayList;
import java.util.List;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Crypto;
import org.cairnmesh.core.feed.Feed;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;

/** Short fingerprints of what a box holds: equal for equal sets of blocks. */
final class Digest {
    private Digest() { }

    /**
     * Over the tips of all shared feeds, with a salt, so that a chance collision does not last.
     * Closed feeds are left out: what boxes hold of them may differ for good.
     */
    static Bytes all(Graph graph, Roster shared, Bytes salt) {
        List<byte[]> parts = new ArrayList<>(List.of(salt.toArray()));
        shared.feeds().stream().flatMap(id -> graph.feed(id).stream())
            .filter(feed -> !Admission.closed(graph, feed))
            .forEach(feed -> parts.add(tips(feed).toArray()));
        return Crypto.hash(parts.toArray(byte[][]::new)).head(Message.DIGEST_SIZE);
    }

    /** Over the tips of one feed. */
    static Bytes feed(Feed feed) {
        return tips(feed).head(Message.CHECK_SIZE);
    }

    /** What {@link #feed} would be if this block were the only tip. */
    static Bytes single(Place place) {
        return Crypto.hash(place.id().value().toArray()).head(Message.CHECK_SIZE);
    }

    private static Bytes tips(Feed feed) {
        List<byte[]> ids = feed.tips().stream().map(Place::id).sorted()
            .map(id -> id.value().toArray()).toList();
        return Crypto.hash(ids.toArray(byte[][]::new));
    }
}
