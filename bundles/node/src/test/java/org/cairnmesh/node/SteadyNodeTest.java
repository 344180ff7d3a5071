// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.event.Kind;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Node;
import org.cairnmesh.testkit.node.MemoryEngine;
import org.cairnmesh.testkit.node.NodeContract;
import org.junit.jupiter.api.Test;

final class SteadyNodeTest extends NodeContract {
    private final HandTimer timer = new HandTimer();

    @Override
    protected Table table(long waitMillis, int waitingMax) {
        return new SteadyTable(new SteadyNode(new Patience(waitMillis, waitingMax), timer), timer);
    }

    @Test
    void leavesTheTimerAloneWhileNothingWaits() {
        Table table = table(5_000, 10);
        MemoryEngine engine = MemoryEngine.direct(1);

        for (int i = 0; i < 5; i++) {
            table.node().append(Draft.of(new Kind("note.add"), Item.Table.EMPTY, "x"));
        }
        assertEquals(1, timer.tasks(), "one for all that wait");
        table.bind(engine);
        table.pass(1_000);

        assertEquals(5, engine.appended().size());
        assertEquals(0, timer.tasks());
    }

    private record SteadyTable(SteadyNode steady, HandTimer timer) implements Table {
        @Override
        public Node node() {
            return steady;
        }

        @Override
        public void bind(Engine engine) {
            steady.bind(engine);
        }

        @Override
        public void unbind(Engine engine) {
            steady.unbind(engine);
        }

        @Override
        public void pass(long millis) {
            timer.pass(millis);
        }

        @Override
        public void close() {
            steady.close();
        }
    }
}
