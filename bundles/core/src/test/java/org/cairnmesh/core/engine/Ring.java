// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.SpaceKey;

/** The space keys that a test hands to a box. */
final class Ring implements Keyring {
    final Map<Bytes, SpaceKey> keys = new HashMap<>();
    Optional<SpaceKey> current = Optional.empty();

    void take(SpaceKey key) {
        keys.put(key.id(), key);
        current = Optional.of(key);
    }

    @Override
    public Optional<SpaceKey> key(Bytes id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public Optional<SpaceKey> current() {
        return current;
    }
}
