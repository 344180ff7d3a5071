// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.event;

import org.cairnmesh.api.data.Bytes;

/** Names a key pair of a box: the first 16 bytes of SHA-256 over its public keys. */
public record DeviceId(Bytes value) implements Comparable<DeviceId> {
    public static final int SIZE = 16;

    public DeviceId {
        if (value.size() != SIZE) {
            throw new IllegalArgumentException(
                "DeviceId of " + value.size() + " bytes, not " + SIZE);
        }
    }

    @Override
    public int compareTo(DeviceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
