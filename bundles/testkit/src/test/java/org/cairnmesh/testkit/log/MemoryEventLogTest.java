// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Map;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLog;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest extends EventLogContract {
    @Override
    protected EventLog create() {
        return new MemoryEventLog(Bytes.ofLong(42));
    }

    @Override
    protected EventLog reopen(EventLog log) {
        return ((MemoryEventLog) log).copy();
    }

    @Test
    void aCopyGoesItsOwnWay() {
        MemoryEventLog log = new MemoryEventLog(Bytes.ofLong(1));
        Blocks blocks = new Blocks(1);
        log.commit(new Batch(List.of(blocks.staged("t")), blocks.chain(2), 0, Map.of()));

        MemoryEventLog copy = log.copy();
        assertEquals(Contents.of(log), Contents.of(copy));

        copy.commit(Batch.sealing(List.of(blocks.after(log.arrived(1, 1).get(0))), 1));
        assertNotEquals(Contents.of(log), Contents.of(copy));
        assertEquals(2, log.blocks());
        assertEquals(1, log.staged().size());
    }
}
