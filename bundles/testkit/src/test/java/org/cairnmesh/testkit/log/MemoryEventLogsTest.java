// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.EventLogs;

class MemoryEventLogsTest extends EventLogsContract {
    private int stores;

    @Override
    protected EventLogs create() {
        stores++;
        return new MemoryEventLogs(Bytes.ofLong(stores));
    }

    @Override
    protected EventLogs reopen(EventLogs logs) {
        return ((MemoryEventLogs) logs).copy();
    }
}
