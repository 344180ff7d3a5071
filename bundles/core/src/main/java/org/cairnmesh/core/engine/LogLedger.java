// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.ChainCheck;

/** Reads the log on the engine thread, a slice in a turn; the rest is done elsewhere. */
final class LogLedger implements Ledger {
    /** A turn is bounded. */
    static final int BLOCKS_MAX = 256;

    private final Loop loop;
    private final SpaceId space;

    LogLedger(Loop loop, SpaceId space) {
        this.loop = loop;
        this.space = space;
    }

    @Override
    public CompletionStage<Stock> stock(boolean seal) {
        return loop.ask(held -> {
            if (seal) {
                held.contact();
                held.commit();
            }
            Journal journal = held.journal;
            return new Stock(journal.log.id(), space.value(), held.spaceName(),
                journal.log.blocks(), journal.log.staged().size(), journal.unreadable,
                journal.log.aside());
        });
    }

    @Override
    public CompletionStage<List<Block>> blocks(long from, int max) {
        return loop.ask(held -> held.journal.log.arrived(from, Math.min(max, BLOCKS_MAX)));
    }

    @Override
    public Checker checker() {
        return new ChainCheck(space);
    }
}
