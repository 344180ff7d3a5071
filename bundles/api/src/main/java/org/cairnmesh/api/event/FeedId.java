// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import org.cairnmesh.api.data.Bytes;

/** Names one incarnation of one device in one space. */
public record FeedId(Bytes value) implements Comparable<FeedId> {
    public static final int SIZE = 16;

    public FeedId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException("FeedId of " + value.size() + " bytes, not " + SIZE);
        }
    }

    @Override
    public int compareTo(FeedId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
