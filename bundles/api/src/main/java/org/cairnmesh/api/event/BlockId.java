// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import org.cairnmesh.api.data.Bytes;

/** Names a block: SHA-256 over its header, never over its signature. */
public record BlockId(Bytes value) implements Comparable<BlockId> {
    public static final int SIZE = 32;

    /** The id before the first block of a feed, and of a block that is not sealed yet. */
    public static final BlockId NONE = new BlockId(Bytes.of(new byte[SIZE]));

    public BlockId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException(
                "BlockId of " + value.size() + " bytes, not " + SIZE);
        }
    }

    @Override
    public int compareTo(BlockId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
