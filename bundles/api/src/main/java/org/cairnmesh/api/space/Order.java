// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.space;

/**
 * Something that the owner of a box tells it to do. It is done as a whole or not at all, and
 * durable once it is answered.
 *
 * <p>A space is named by its name, or where names are equal by the first digits of its id, at least
 * {@link #ID_DIGITS_MIN} of them.
 */
public sealed interface Order {
    /** How many digits of an id name a space at the least. */
    int ID_DIGITS_MIN = 4;
    /** The name of a space in bytes of UTF-8. */
    int NAME_BYTES_MAX = 32;

    /**
     * Be in the open space of this name, which everyone is in who knows the name. If the box is in
     * it already, only {@code inClear} is set anew.
     *
     * @param inClear whether its blocks may go out on a radio, where everyone can read them
     */
    record Open(String name, boolean inClear) implements Order { }

    /** From now on this space is what the node's appends and snapshots are about. */
    record Use(String space) implements Order { }

    /** Share this space no longer; what is held of it stays, until it is opened again. */
    record Leave(String space) implements Order { }
}
