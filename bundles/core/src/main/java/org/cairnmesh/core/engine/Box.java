// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.random.RandomGenerator;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Identity;

/**
 * What an engine is told about its box.
 *
 * @param random draws starts, nonces and delays; a secure one on a real box, a seeded one in tests
 */
public record Box(Identity identity, String name, String spaceName, RandomGenerator random) {
    SpaceId space() {
        return Identity.openSpace(spaceName);
    }
}
