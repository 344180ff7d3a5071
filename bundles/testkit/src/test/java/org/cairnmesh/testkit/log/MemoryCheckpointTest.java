// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLog;

class MemoryCheckpointTest extends CheckpointContract {
    @Override
    protected EventLog create() {
        return new MemoryEventLog(Bytes.ofLong(42));
    }

    @Override
    protected EventLog reopen(EventLog log) {
        return ((MemoryEventLog) log).copy();
    }
}
