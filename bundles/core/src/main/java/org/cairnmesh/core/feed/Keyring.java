// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.DeviceId;

/** The space keys that a box holds. One thread asks; what it answers may grow, never change. */
public interface Keyring {
    /** Of a box in an open space. */
    Keyring NONE = new Keyring() {
        @Override
        public Optional<SpaceKey> key(Bytes id) {
            return Optional.empty();
        }

        @Override
        public Optional<SpaceKey> current() {
            return Optional.empty();
        }
    };

    /** The key that headers name so. */
    Optional<SpaceKey> key(Bytes id);

    /** The key that the headers of a device name so: a device may have keys of its own. */
    default Optional<SpaceKey> key(Bytes id, DeviceId author) {
        return key(id);
    }

    /** The key to seal with; nothing in an open space. */
    Optional<SpaceKey> current();
}
