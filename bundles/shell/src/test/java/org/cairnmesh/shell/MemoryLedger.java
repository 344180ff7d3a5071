// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;

/** The blocks of a log in memory, some of which a test calls bad. */
final class MemoryLedger implements Ledger {
    private static final SpaceId SPACE = new SpaceId(Bytes.of(new byte[SpaceId.SIZE]));

    final List<Block> blocks = new ArrayList<>();
    final Map<BlockId, String> bad = new HashMap<>();
    Aside aside = Aside.NOTHING;
    Bytes id = Bytes.ofLong(1);
    boolean sealed;
    Runnable onRead = () -> { };

    @Override
    public CompletionStage<List<Stock>> stocks(boolean seal) {
        sealed |= seal;
        return CompletableFuture.completedFuture(List.of(new Stock(id, SPACE, "demo",
            blocks.size(), 2, 0, aside)));
    }

    @Override
    public CompletionStage<List<Block>> blocks(SpaceId space, long from, int max) {
        onRead.run();
        return CompletableFuture.completedFuture(
            blocks.stream().skip(from).limit(max).toList());
    }

    @Override
    public Checker checker(SpaceId space) {
        return block -> Optional.ofNullable(bad.get(block.id()));
    }
}
