// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.cairnmesh.api.ledger.Ledger;
import org.cairnmesh.api.ledger.Stock;
import org.cairnmesh.api.log.Block;

/** Reads all blocks of a box in slices, and tells how far it is if that takes long. */
final class LedgerReader {
    private static final int BLOCKS_A_SLICE = 64;
    private static final long ANSWER_SECONDS_MAX = 60;
    private static final long TELL_MILLIS = 2_000;

    private final Box box;
    private final Call call;
    private final Ledger ledger;

    /** What is done with each block. */
    interface Taker {
        void take(Block block) throws IOException;
    }

    LedgerReader(Box box, Call call) {
        this.box = box;
        this.call = call;
        this.ledger = box.ledger().get().orElseThrow(() ->
            Complaint.failed(call.verb().word() + ": the engine is away; try again"));
    }

    Ledger ledger() {
        return ledger;
    }

    List<Stock> stocks(boolean seal) {
        return answer(ledger.stocks(seal));
    }

    /** Gives every block that is there now to one who does not fail. */
    void all(Stock stock, Consumer<Block> taker) {
        try {
            blocks(stock, taker::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives every block that is there now to a taker. */
    void blocks(Stock stock, Taker taker) throws IOException {
        long told = box.pace().millis();
        for (long from = 0; from < stock.blocks();) {
            List<Block> slice = answer(ledger.blocks(stock.space(), from,
                (int) Math.min(BLOCKS_A_SLICE, stock.blocks() - from)));
            if (slice.isEmpty()) {
                throw Complaint.failed(call.verb().word() + ": the log has changed under it; start"
                    + " it again");
            }
            for (Block block : slice) {
                taker.take(block);
            }
            from += slice.size();
            call.checkClient();
            if (box.pace().millis() - told > TELL_MILLIS) {
                told = box.pace().millis();
                call.err().println(from + " of " + stock.blocks() + " blocks");
            }
        }
        if (stocks(false).stream().noneMatch(now -> now.id().equals(stock.id()))) {
            throw Complaint.failed(call.verb().word()
                + ": damage was found meanwhile; see status, and start it again");
        }
    }

    private <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw Complaint.failed(call.verb().word() + ": " + e.getCause().getMessage());
        } catch (TimeoutException e) {
            throw Complaint.failed(call.verb().word() + ": the box did not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Complaint.failed(call.verb().word() + ": interrupted");
        }
    }
}
