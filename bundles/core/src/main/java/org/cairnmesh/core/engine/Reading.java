// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Header;
import org.cairnmesh.core.feed.Place;

/**
 * Reads a log into a journal, in slices: first the headers, from which all but the events follows,
 * then the events of the blocks that the checkpoint does not know.
 */
final class Reading {
    private static final int PAGE = 256;
    /** How many blocks are decoded between two commits of the checkpoint. */
    private static final int SAVE_EVERY = 1024;

    private final Journal journal;
    private final long blocks;
    private long next;
    private boolean headers;
    private int counted;

    Reading(Journal journal) {
        this.journal = journal;
        this.blocks = journal.log.blocks();
    }

    /** Reads about so many blocks; answers whether none is left. */
    boolean step(int blocksMax) {
        for (int done = 0; done < blocksMax && !headers; done += PAGE) {
            page();
        }
        return headers && count(blocksMax);
    }

    /** How far it is, for people. */
    String progress() {
        return headers ? "counted " + counted + " of " + journal.arrivals.size() + " blocks"
            : "read " + next + " of " + blocks + " blocks";
    }

    private void page() {
        List<Block> page = journal.log.arrived(next, PAGE);
        page.forEach(this::add);
        next += page.size();
        if (page.size() < PAGE) {
            headers = true;
            if (journal.writable) {
                journal.quarantine.write();
            }
            counted = journal.restoreCounts();
        }
    }

    /** A block that is not what its id says is kept apart, as are its followers. */
    private void add(Block block) {
        if (journal.quarantine.admits(journal.graph, block)) {
            journal.read(Header.decode(block.header()), block);
        }
    }

    private boolean count(int blocksMax) {
        int end = counted + Math.min(journal.arrivals.size() - counted, blocksMax);
        while (counted < end) {
            Place place = journal.arrivals.get(counted++);
            journal.take(place, journal.bodies.decoded(place));
            if (counted % SAVE_EVERY == 0) {
                journal.log.checkpoint().commit();
            }
        }
        boolean done = counted == journal.arrivals.size();
        if (done) {
            journal.unlock();
            journal.heed();
        }
        return done;
    }
}
