// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.space;

import java.util.List;

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

    /**
     * Found a space, with this box as its first member and admin. The answer has the recovery code,
     * which is kept nowhere else.
     *
     * @param open    whether bodies are not encrypted, and whoever asks is in it
     * @param inClear of an open space, whether its blocks may go out on a radio
     */
    record Create(String name, boolean open, boolean inClear) implements Order { }

    /** Say what an admin needs to know to enrol this box. */
    record Introduce() implements Order { }

    /**
     * Be in the space of a space text. Others take what is recorded in it, also before, once an
     * admin has enrolled this box.
     *
     * @param inClear should the space be open, whether its blocks may go out on a radio
     */
    record Join(String text, boolean inClear) implements Order { }

    /**
     * As an admin of the current space, let the box of a device text belong to it.
     *
     * @param feeds how many feeds of it are taken
     */
    record Enrol(String text, int feeds) implements Order { }

    /** With the recovery code of the current space, make a member an admin. */
    record Admin(String box, String code) implements Order {
        /** Nothing of the code. */
        @Override
        public String toString() {
            return "Admin[box=" + box + "]";
        }
    }

    /**
     * As an admin, shut a member out of the current space, and make a new key for the others.
     *
     * @param at where a feed is cut, FEED:NUMBER by the first digits of its id; what is held of
     *           feeds that are not named is accepted, with all before it
     */
    record Revoke(String box, List<String> at) implements Order {
        public Revoke {
            at = List.copyOf(at);
        }
    }

    /** With the recovery code of a space, be in it as a member and an admin. */
    record Recover(String code) implements Order {
        /** Nothing of the code. */
        @Override
        public String toString() {
            return "Recover";
        }
    }
}
