// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Samples;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Wire blocks: a first one, or one that follows a block that is held. */
class WireBlockFuzzTest {
    private static final Promise PROMISE = new Promise(MalformedException.class, 60_000, 600);
    private static final int LENGTH = 4;
    private static final Graph GRAPH = new Graph();
    private static final List<Sealed> CHAIN = chain();
    private static final Roster ROSTER = Roster.of(GRAPH.feeds());

    private static List<Sealed> chain() {
        Sealed other = new Samples(2).chain(1).get(0);
        List<Sealed> chain = new Samples(1).chain(LENGTH, Samples.naming(other));
        GRAPH.add(other.header(), other.block().id());
        chain.forEach(sealed -> GRAPH.add(sealed.header(), sealed.block().id()));
        return chain;
    }

    private static Optional<Place> before(int number) {
        return number == 1 ? Optional.empty() : GRAPH.get(CHAIN.get(number - 2).block().id());
    }

    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int number = 1; number <= LENGTH; number++) {
            for (Optional<Roster> roster : List.of(Optional.of(ROSTER),
                    Optional.<Roster>empty())) {
                Bytes wire =
                    WireBlock.encode(CHAIN.get(number - 1).block(), before(number), roster);
                seeds.add(wire.toArray());
            }
        }
        for (Block block : new Samples(1).enclosed(CHAIN.get(LENGTH - 1))) {
            seeds.add(WireBlock.encode(block, before(LENGTH), Optional.empty()).toArray());
        }
        return seeds;
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void whatDecodesEncodesAndDecodesAgain(byte[] input) {
        Bytes wire = Bytes.of(input);
        Optional<Place> previous =
            PROMISE.kept(input, () -> WireBlock.previousCheck(wire)).flatMap(check -> check)
                .flatMap(check -> CHAIN.stream().map(s -> s.block().id())
                    .filter(id -> id.value().startsWith(check)).findFirst())
                .flatMap(GRAPH::get);

        Optional<Block> block = PROMISE.kept(input,
            () -> WireBlock.decode(wire, Samples.SPACE, previous, ROSTER));

        block.ifPresent(read -> {
            Bytes again = WireBlock.encode(read, previous, Optional.empty());
            assertEquals(read, WireBlock.decode(again, Samples.SPACE, previous, ROSTER));
        });
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::whatDecodesEncodesAndDecodesAgain);
    }
}
