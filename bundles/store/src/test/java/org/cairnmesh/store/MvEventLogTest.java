// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.testkit.log.EventLogContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class MvEventLogTest extends EventLogContract {
    @TempDir
    private Path home;
    private int logs;
    private Optional<OneLog> opened = Optional.empty();

    @Override
    protected EventLog create() {
        logs++;
        return open();
    }

    @Override
    protected EventLog reopen(EventLog log) {
        return open();
    }

    private EventLog open() {
        close();
        Path file = home.resolve("data").resolve("log-" + logs + ".mv");
        OneLog log = new OneLog(Disk.REAL, file, new Random(logs), 100_000);
        opened = Optional.of(log);
        return log;
    }

    @AfterEach
    void close() {
        opened.ifPresent(OneLog::close);
    }
}
