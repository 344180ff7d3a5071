// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.Staged;

/**
 * Batches such as an engine commits, and such as it must not. The same seed gives the same batches
 * for the same log. One thread at a time.
 */
public final class Batches {
    private final Random random;
    private final Blocks blocks;

    public Batches(long seed) {
        random = new Random(seed);
        blocks = new Blocks(seed);
    }

    /** A batch that the log accepts; it is never empty. */
    public Batch next(EventLog log) {
        List<Staged> stage = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            stage.add(blocks.staged(random.nextBoolean() ? "token-" + random.nextInt() : ""));
        }
        List<Block> chained = random.nextBoolean() ? List.of() : chained(log);
        int sealed = random.nextInt(3) == 0
            ? random.nextInt(log.staged().size() + stage.size() + 1) : 0;
        Map<String, Bytes> marks = new HashMap<>();
        marks.put("mark-" + random.nextInt(5), blocks.noise(random.nextInt(40)));
        return new Batch(stage, chained, sealed, marks);
    }

    /** A batch that the log refuses, with good things in it besides. */
    public Batch bad(EventLog log) {
        Batch good = next(log);
        List<Block> chained = new ArrayList<>(good.blocks());
        int sealed = good.sealed();
        switch (random.nextInt(3)) {
            case 0 -> sealed = log.staged().size() + good.stage().size() + 1;
            case 1 -> {
                List<Block> strange = blocks.chain(2);
                chained.add(strange.get(1));
            }
            default -> {
                chained.addAll(blocks.chain(1));
                chained.add(chained.get(random.nextInt(chained.size())));
            }
        }
        return new Batch(good.stage(), chained, sealed, good.marks());
    }

    /**
     * A few blocks behind held ones: mostly behind the newest, now and then a fork or a new feed.
     */
    private List<Block> chained(EventLog log) {
        List<Block> chained = new ArrayList<>();
        long held = log.blocks();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            if (held == 0 && chained.isEmpty() || random.nextInt(10) == 0) {
                chained.add(blocks.first(blocks.feed()));
            } else if (!chained.isEmpty() && random.nextBoolean()) {
                chained.add(blocks.after(chained.get(chained.size() - 1)));
            } else if (held > 0) {
                long back = Math.min(held, 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 4));
                chained.add(blocks.after(log.arrived(held - back, 1).get(0)));
            }
        }
        return chained;
    }
}
