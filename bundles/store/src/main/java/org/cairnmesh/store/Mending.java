// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;

/**
 * Makes a log of what is whole of another. Numbers of arrival are given anew, so it needs another
 * id; places and tips follow from the blocks. A block that is known to have been there and is not
 * whole is set aside by its name. One thread.
 */
final class Mending {
    private static final int PAUSE_ROWS = 1_000;

    private final Salvage source;
    private final Tables to;
    private final Runnable pause;
    private final Set<BlockId> held = new HashSet<>();
    private long rows;

    /** @param pause runs every now and then */
    Mending(Salvage source, Tables to, Runnable pause) {
        this.source = source;
        this.to = to;
        this.pause = pause;
    }

    /** Copies what is whole; answers how many blocks are not. */
    int mend() {
        copy(to.facts());
        copy(to.marks());
        copy(to.notes());
        copy(to.lost());
        copy(to.tokens());
        copy(to.aside());
        for (Map.Entry<Bytes, Long> row : source.rows(to.blocks().tag()).entrySet()) {
            Block block = Coding.block(source.value(row.getValue()));
            if (held.add(block.id())) {
                MvEventLog.arrive(to, block);
                step();
            }
        }
        for (Map.Entry<Bytes, Long> row : source.rows(to.staged().tag()).entrySet()) {
            to.staged().putFound(row.getKey().toArray(), source.value(row.getValue()));
        }
        while (!to.staged().isEmpty() && to.staged().firstKey() < to.sealed()) {
            to.staged().remove(to.staged().firstKey());
        }
        return missing();
    }

    private int missing() {
        Map<BlockId, Aside.Missing> missing = new TreeMap<>();
        for (long at : source.rows(to.places().tag()).values()) {
            byte[] tip = source.value(at);
            FeedId feed = Coding.feed(tip);
            BlockId id = Coding.tip(tip).id();
            if (!held.contains(id)) {
                missing.put(id, new Aside.Missing(feed, Coding.tip(tip).number(), id,
                    Optional.empty()));
            }
        }
        missing.forEach((id, block) ->
            to.aside().put(id.value().toArray(), Coding.aside(block)));
        return missing.size();
    }

    private void copy(Table<?> table) {
        for (Map.Entry<Bytes, Long> row : source.rows(table.tag()).entrySet()) {
            table.putFound(row.getKey().toArray(), source.value(row.getValue()));
            step();
        }
    }

    private void step() {
        rows++;
        if (rows % PAUSE_ROWS == 0) {
            pause.run();
        }
    }
}
