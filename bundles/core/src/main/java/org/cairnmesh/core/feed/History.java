// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

/**
 * What the ancestors of a block said, in so far as the next body is coded with it: bounded, and the
 * same for everyone who read the same bodies. Immutable.
 */
public final class History {
    /** Of a block that stands on its own. */
    public static final History NONE = new History(new Memory());

    private final Memory memory;

    /** Takes over the memory: nobody changes it any more. */
    History(Memory memory) {
        this.memory = memory;
    }

    /** A memory to go on with. */
    Memory memory() {
        return new Memory(memory);
    }
}
