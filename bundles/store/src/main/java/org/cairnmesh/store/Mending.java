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
 * Makes logs of what is whole of others. Numbers of arrival are given anew, so the file needs
 * another id; places and tips follow from the blocks. A block that is known to have been there and
 * is not whole is set aside by its name. One thread.
 */
final class Mending {
    private static final int PAUSE_ROWS = 1_000;

    private final Salvage source;
    private final Tables to;
    private final Runnable pause;
    private long rows;
    private long blocks;
    private long staged;
    private int missing;

    /** @param pause runs every now and then */
    Mending(Salvage source, Tables to, Runnable pause) {
        this.source = source;
        this.to = to;
        this.pause = pause;
    }

    /** Copies what is whole; answers what that is, for people. */
    String mend() {
        copy(to.facts());
        copy(to.marks());
        copy(to.notes());
        to.held().forEach(space -> mend(to.of(space)));
        return blocks + " blocks and " + staged + " events that wait to be sealed were whole, "
            + missing + " blocks were not and are asked for again";
    }

    private void mend(SpaceTables space) {
        copy(space.counts());
        copy(space.marks());
        copy(space.lost());
        copy(space.tokens());
        copy(space.aside());
        Set<BlockId> held = new HashSet<>();
        for (Map.Entry<Bytes, Long> row : source.rows(space.blocks().tag()).entrySet()) {
            Block block = Coding.block(source.value(row.getValue()));
            if (held.add(block.id())) {
                MvEventLog.arrive(space, block);
                step();
            }
        }
        copy(space.staged());
        while (!space.staged().isEmpty() && space.staged().firstKey() < space.sealed()) {
            space.staged().remove(space.staged().firstKey());
        }
        blocks += space.blocks().size();
        staged += space.staged().size();
        name(space, held);
    }

    private void name(SpaceTables space, Set<BlockId> held) {
        Map<BlockId, Aside.Missing> names = new TreeMap<>();
        for (long at : source.rows(space.places().tag()).values()) {
            byte[] tip = source.value(at);
            FeedId feed = Coding.feed(tip);
            BlockId id = Coding.tip(tip).id();
            if (!held.contains(id) && space.aside().get(id.value().toArray()) == null) {
                names.put(id, new Aside.Missing(feed, Coding.tip(tip).number(), id,
                    Optional.empty()));
            }
        }
        names.forEach((id, block) ->
            space.aside().put(id.value().toArray(), Coding.aside(block)));
        missing += names.size();
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
