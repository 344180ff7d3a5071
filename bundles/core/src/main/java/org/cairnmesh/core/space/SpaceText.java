// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.space;

import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.SpaceId;

/**
 * What a box needs to know of a space to be in it: its id, and what it is called. The same for
 * everyone, and no secret; the id is a hash of the owner's keys, so nobody can offer another space
 * under it.
 */
public record SpaceText(SpaceId space, String name) {
    private static final int VERSION = 1;
    private static final Groups GROUPS =
        new Groups("space text", 5, 1 + SpaceId.SIZE);

    /**
     * Refuses names that no space has.
     *
     * @throws IllegalArgumentException if the name is none
     */
    public SpaceText {
        Act.checkName(name);
    }

    public String text() {
        return GROUPS.write(Named.join(VERSION, space.value(), name));
    }

    /**
     * What somebody typed.
     *
     * @throws MalformedException if it is none; the message names the groups with a typo
     */
    public static SpaceText parse(String typed) {
        Named named = Named.split(GROUPS.read(typed), VERSION, SpaceId.SIZE);
        try {
            return new SpaceText(new SpaceId(named.bytes()), named.name());
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a space text with " + e.getMessage());
        }
    }
}
