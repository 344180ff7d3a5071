// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.core.feed.Identity;

/**
 * What an engine is told about its box.
 *
 * @param space   the space that this is about; of the whole box, the one that it is in at first
 * @param random  draws starts, nonces and delays; a secure one on a real box, a seeded one in tests
 * @param notices what people should know of how it started
 */
public record Box(Identity identity, String name, SpaceId space, String spaceName,
                  RandomGenerator random, List<String> notices) {
    public Box {
        notices = List.copyOf(notices);
        breach(name).ifPresent(breach -> {
            throw new IllegalArgumentException(breach);
        });
    }

    /** A box in the open space of a name, of whose start there is nothing to say. */
    public Box(Identity identity, String name, String spaceName, RandomGenerator random) {
        this(identity, name, Identity.openSpace(spaceName), spaceName, random, List.of());
    }

    /** The same box in another space. */
    Box in(Membership member) {
        return new Box(identity, name, member.id(), member.name(), random, notices);
    }

    /** Why a box of this name could found no feed. */
    static Optional<String> breach(String name) {
        int size = name.getBytes(StandardCharsets.UTF_8).length;
        return size <= Limits.NAME_BYTES_MAX ? Optional.empty() : Optional.of("the name " + name
            + " has " + size + " bytes; at most " + Limits.NAME_BYTES_MAX + " fit a block");
    }
}
