// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;

/**
 * What a log held once and does not give any more, because the medium damaged it. People are told.
 *
 * @param blocks those that are damaged and those that wait for such a one; a block leaves the list
 *               when it arrives again
 * @param staged how many staged events were damaged; their bytes are kept, but of no use
 * @param notes  what happened to the medium, in words for people
 */
public record Aside(List<Missing> blocks, int staged, List<String> notes) {
    public static final Aside NOTHING = new Aside(List.of(), 0, List.of());

    /**
     * A block that is not given any more.
     *
     * @param block its bytes, whole or damaged, if there are any
     */
    public record Missing(FeedId feed, long number, BlockId id, Optional<Block> block) { }

    public Aside {
        blocks = List.copyOf(blocks);
        notes = List.copyOf(notes);
    }
}
