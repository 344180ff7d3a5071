// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.ChainCheck;

/** Reads the logs on the engine thread, a slice in a turn; the rest is done elsewhere. */
final class LogLedger implements Ledger {
    /** A turn is bounded. */
    static final int BLOCKS_MAX = 256;

    private final Loop loop;

    LogLedger(Loop loop) {
        this.loop = loop;
    }

    @Override
    public CompletionStage<List<Stock>> stocks(boolean seal) {
        return loop.ask(spaces -> spaces.members().list().stream()
            .filter(member -> !member.left())
            .map(member -> stock(spaces.held(member.id()), seal)).toList());
    }

    private static Stock stock(Held held, boolean seal) {
        if (seal) {
            held.contact();
            held.commit();
        }
        Journal journal = held.journal;
        return new Stock(journal.log.id(), held.space(), held.member.name(),
            journal.log.blocks(), journal.log.staged().size(), journal.unreadable,
            journal.log.aside());
    }

    @Override
    public CompletionStage<List<Block>> blocks(SpaceId space, long from, int max) {
        return loop.ask(spaces -> spaces.held(space).journal.log
            .arrived(from, Math.min(max, BLOCKS_MAX)));
    }

    @Override
    public Checker checker(SpaceId space) {
        return new ChainCheck(space);
    }
}
