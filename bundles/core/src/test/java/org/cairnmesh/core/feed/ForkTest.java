// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.junit.jupiter.api.Test;

class ForkTest {
    private static final long NOON = Pen.NOON;

    private final Graph graph = new Graph();
    private final Pen pen = new Pen(1);
    private final Sealed first = add(pen.first(NOON));
    private final Sealed second = add(pen.after(first, NOON + 10));

    private Sealed add(Sealed sealed) {
        graph.add(sealed.header(), sealed.block().id());
        return sealed;
    }

    private Optional<Fork> fork() {
        return Fork.of(graph.feed(pen.feed()).orElseThrow());
    }

    @Test
    void aChainHasNotForked() {
        assertEquals(Optional.empty(), fork());
    }

    @Test
    void aForkIsToldByItsFirstBlocksAndItsTips() {
        Sealed end = add(pen.after(second, NOON + 20));
        Sealed branch = add(pen.after(first, NOON + 30));

        Fork fork = fork().orElseThrow();

        assertEquals(2, fork.from());
        assertEquals(NOON + 10, fork.sinceMillis());
        assertEquals(List.of(end.block().id(), branch.block().id()),
            fork.branches().stream().map(b -> b.tip().id()).toList());
        assertEquals(List.of(second.block().id(), branch.block().id()),
            fork.branches().stream().map(b -> b.first().id()).toList());
    }

    @Test
    void aForkInsideABranchStartsWhereTheFirstOneDoes() {
        Sealed branch = add(pen.after(first, NOON + 30));
        add(pen.after(branch, NOON + 31));
        add(pen.after(branch, NOON + 32));

        Fork fork = fork().orElseThrow();

        assertEquals(2, fork.from());
        assertEquals(3, fork.branches().size());
        assertTrue(fork.branches().stream().allMatch(b -> b.first().number() == 2));
    }

    @Test
    void feedsThatForkAtTheirFirstBlockAreToldToo() {
        add(pen.first(NOON + 99));

        assertEquals(1, fork().orElseThrow().from());
    }

    @Test
    void branchesOneAfterTheOtherLookLikeARestore() {
        add(pen.after(first, NOON + 11));

        assertEquals(Fork.Cause.RESTORED, fork().orElseThrow().cause());
    }

    @Test
    void branchesThatGrowAtTheSameTimeLookLikeClones() {
        add(pen.after(second, NOON + 50));
        add(pen.after(first, NOON + 11));

        assertEquals(Fork.Cause.CLONED, fork().orElseThrow().cause());
    }

    @Test
    void moreBranchesThanAMishapMakesLookLikeTheft() {
        for (int i = 1; i < Fork.MISHAPS_MAX; i++) {
            add(pen.after(first, NOON + 100 * i));
        }
        assertEquals(Fork.Cause.RESTORED, fork().orElseThrow().cause());

        add(pen.after(first, NOON + 9_999));

        assertEquals(Fork.Cause.STOLEN, fork().orElseThrow().cause());
    }

    @Test
    void oneMoreThanTheMostTipsIsTakenWhileAHeadThatCountsIsAwaited() {
        Sealed honest = pen.after(second, NOON + 7);
        for (int i = 1; i < Admission.TIPS_MAX; i++) {
            add(pen.after(first, NOON + 100 + i));
        }
        Feed feed = graph.feed(pen.feed()).orElseThrow();
        assertTrue(Admission.closed(graph, feed));

        graph.apply(new Rules(Map.of(), Map.of(pen.feed(),
            List.of(new Rules.Head(3, honest.block().id()))), Map.of(),
            OptionalLong.empty()));
        assertFalse(Admission.closed(graph, feed));
        add(honest);

        assertEquals(1, feed.tips().size());
        assertEquals(3, graph.size());
    }
}
