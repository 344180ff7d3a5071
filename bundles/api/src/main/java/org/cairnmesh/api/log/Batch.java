// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;

/**
 * What one commit writes, in this order: the newly staged events go behind those already staged,
 * the blocks arrive, the oldest {@code sealed} staged events leave (they now stand in blocks), the
 * marks replace those of the same name.
 */
public record Batch(List<Staged> stage, List<Block> blocks, int sealed, Map<String, Bytes> marks) {
    public Batch {
        stage = List.copyOf(stage);
        blocks = List.copyOf(blocks);
        marks = Map.copyOf(marks);
        if (sealed < 0) {
            throw new IllegalArgumentException("sealed: " + sealed);
        }
    }

    public static Batch staging(List<Staged> stage) {
        return new Batch(stage, List.of(), 0, Map.of());
    }

    public static Batch sealing(List<Block> blocks, int sealed) {
        return new Batch(List.of(), blocks, sealed, Map.of());
    }

    public boolean isEmpty() {
        return stage.isEmpty() && blocks.isEmpty() && sealed == 0 && marks.isEmpty();
    }
}
