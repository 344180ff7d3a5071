// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.time.Instant;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.subscribe.Subscriber;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.testkit.engine.EngineContract;
import org.cairnmesh.testkit.log.MemoryEventLogs;

class LoopContractTest extends EngineContract {
    @Override
    protected Table table() {
        return new Stepped();
    }

    private static final class Stepped implements Table {
        private final MemoryEventLogs log = new MemoryEventLogs(Bytes.ofLong(1));
        private final Random random = new Random(1);
        private final Box box = new Box(new Pen(1).identity, "box", Pen.SPACE_NAME, random);
        private Loop loop;
        private long ticks = 1;

        Stepped() {
            restart();
        }

        @Override
        public Engine engine() {
            return loop;
        }

        @Override
        public void subscribe(Subscriber subscriber) {
            loop.bind(subscriber);
        }

        @Override
        public void settle() {
            while (loop.step(Instant.ofEpochMilli(Pen.NOON), ticks++) == 0) {
                continue;
            }
        }

        @Override
        public void close() {
            loop.close();
        }

        @Override
        public void restart() {
            if (loop != null) {
                loop.close();
            }
            loop = new Loop(box, Instant.ofEpochMilli(Pen.NOON));
            loop.bind(log);
            settle();
        }
    }
}
