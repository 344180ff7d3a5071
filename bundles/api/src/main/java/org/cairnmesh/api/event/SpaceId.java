// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import org.cairnmesh.api.data.Bytes;

/** Names one shared dataset. */
public record SpaceId(Bytes value) implements Comparable<SpaceId> {
    public static final int SIZE = 16;

    public SpaceId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException(
                "SpaceId of " + value.size() + " bytes, not " + SIZE);
        }
    }

    @Override
    public int compareTo(SpaceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
