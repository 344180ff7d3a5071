// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The engine against the executable statement of its rules: generated histories go through both,
 * and the views are the same to the letter. Needs python3 and the rules beside the project.
 */
class RulesTest {
    private static final int HISTORIES = Integer.getInteger("cairn.histories", 150);
    private static final int STEPS = 60;
    /** As many at a time, each with a judge of its own. */
    private static final int JUDGES = 2;

    /** Of how many histories something is true. */
    private record Counts(int forks, int conflicts, int revocations) {
        Counts plus(Counts more) {
            return new Counts(forks + more.forks, conflicts + more.conflicts,
                revocations + more.revocations);
        }
    }

    @Test
    void theEngineAndTheRulesShowTheSame() throws Exception {
        new Judge().close();
        List<Counts> parts = IntStream.range(0, JUDGES).parallel()
            .mapToObj(RulesTest::histories).toList();

        Counts counts = parts.stream().reduce(new Counts(0, 0, 0), Counts::plus);
        assertTrue(counts.forks > HISTORIES / 4, "too few forked: " + counts);
        assertTrue(counts.conflicts > HISTORIES / 4, "too few conflicts: " + counts);
        assertTrue(counts.revocations > HISTORIES / 4, "too few revocations: " + counts);
    }

    private static Counts histories(int part) {
        Counts counts = new Counts(0, 0, 0);
        try (Judge judge = new Judge()) {
            for (long seed = part; seed < HISTORIES; seed += JUDGES) {
                counts = counts.plus(history(seed, judge));
            }
            return counts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Counts history(long seed, Judge judge) throws IOException {
        Histories history = new Histories(seed);
        for (int i = 0; i < STEPS; i++) {
            history.step();
        }
        HistoryBox first = history.boxes.get(0);
        history.seal(first);
        compare("seed " + seed + ", in between", first, history, judge);
        history.settle();
        for (HistoryBox box : history.boxes) {
            assertEquals(first.view(), box.view(), "seed " + seed + ": boxes differ");
        }
        compare("seed " + seed, first, history, judge);
        assertEquals(Judge.view(first), Judge.view(history.readAnew(first)),
            "seed " + seed + ": the log read anew");
        HistoryBox last = history.boxes.get(history.boxes.size() - 1);
        compare("seed " + seed + ", the last box", last, history, judge);
        return new Counts(
            first.held.graph().feeds().stream().anyMatch(f -> f.forked()) ? 1 : 0,
            first.view().values().stream().anyMatch(h -> h.size() > 1) ? 1 : 0,
            history.revocations > 0 ? 1 : 0);
    }

    private static void compare(String what, HistoryBox box, Histories history, Judge judge)
        throws IOException {
        assertEquals(judge.judge(box, history.rulings), Judge.view(box), what);
    }
}
