// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.core.feed.Graph;
import org.cairnmesh.core.feed.Keyring;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.feed.Place;
import org.cairnmesh.core.feed.Sealer.Sealed;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private final Pen pen = new Pen(1);
    private final Graph graph = new Graph();
    private final Bodies bodies = new Bodies(new MemoryEventLog(Bytes.ofLong(1)),
        Keyring.NONE);

    private Place add(Sealed sealed) {
        return graph.add(sealed.header(), sealed.block().id()).iterator().next();
    }

    @Test
    void keepsSoManyBlocksOnlyAlsoBesideAnOpenOne() {
        List<Sealed> chain = pen.chain(Bodies.BLOCKS_KEPT + 50);
        Place first = add(chain.get(0));
        Place open = graph.open(pen.feed(), Optional.of(first), first.author(), Bytes.ofLong(9),
            0, Pen.NOON);
        List<Event> staged = new ArrayList<>();
        bodies.put(open, staged);

        for (Sealed sealed : chain.subList(1, chain.size())) {
            bodies.put(add(sealed), List.of());
        }

        assertEquals(Bodies.BLOCKS_KEPT, bodies.size());
        assertSame(staged, bodies.of(open));
    }

    @Test
    void readsABlockThatIsNotWrittenYet() {
        Sealed sealed = pen.block(Optional.empty(), Pen.NOON, List.of(),
            List.of(pen.note("one")));
        Place place = add(sealed);

        bodies.add(place, sealed.block());

        assertEquals(sealed.block(), bodies.block(place));
        assertEquals(1, bodies.of(place).size());
    }
}
