// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Frontier;
import org.cairnmesh.core.feed.Admission;
import org.cairnmesh.core.feed.Author;
import org.cairnmesh.core.feed.Header;

/**
 * Verifies what is read from a log: an id covers all ancestors, so one signature at each tip
 * vouches for a feed, however long it is.
 */
final class Vouching {
    /** More tips of one number than a feed may have. */
    private static final int TIPS_READ = 2 * Admission.TIPS_MAX;

    private final EventLog log;
    private final List<String> problems;
    private final Set<BlockId> forged = new HashSet<>();

    private Vouching(EventLog log, List<String> problems) {
        this.log = log;
        this.problems = problems;
    }

    /** The blocks that are to be left out because nothing that their author signed names them. */
    static Set<BlockId> forged(EventLog log, List<String> problems) {
        Vouching vouching = new Vouching(log, problems);
        log.frontier().tips().forEach(vouching::verify);
        return vouching.forged;
    }

    private void verify(FeedId feed, List<Frontier.Tip> tips) {
        Optional<Author> author =
            log.read(feed, 1, 1).stream().findFirst().flatMap(Vouching::author);
        boolean vouched = author.isPresent() && tips.stream().allMatch(tip ->
            log.read(feed, tip.number(), TIPS_READ).stream()
                .filter(block -> block.id().equals(tip.id()))
                .anyMatch(block -> author.get().signed(block.id(), block.signature())));
        if (!vouched) {
            author.ifPresentOrElse(known -> search(feed, tips, known), () -> problems.add(
                "feed " + feed + " does not start with a block that founds it"));
        }
    }

    private static Optional<Author> author(Block first) {
        try {
            return Header.decode(first.header()).founding().map(Author::of);
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Some tip is not signed: looks for the last blocks below it that someone vouches for. */
    private void search(FeedId feed, List<Frontier.Tip> tips, Author author) {
        Map<BlockId, Block> blocks = new HashMap<>();
        log.read(feed, 1, Integer.MAX_VALUE).forEach(block -> blocks.put(block.id(), block));
        Set<BlockId> vouched = new HashSet<>();
        for (Frontier.Tip tip : tips) {
            Block block = blocks.get(tip.id());
            while (block != null && !author.signed(block.id(), block.signature())) {
                block = blocks.get(block.previous());
            }
            while (block != null && vouched.add(block.id())) {
                block = blocks.get(block.previous());
            }
        }
        for (Block block : blocks.values()) {
            if (!vouched.contains(block.id()) && forged.add(block.id())) {
                problems.add("block " + block.number() + " of feed " + feed
                    + " is not signed by its author in the log");
            }
        }
    }
}
