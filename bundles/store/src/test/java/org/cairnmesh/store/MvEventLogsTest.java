// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.cairnmesh.api.log.EventLogs;
import org.cairnmesh.testkit.log.EventLogsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class MvEventLogsTest extends EventLogsContract {
    @TempDir
    private Path home;
    private int files;
    private Optional<MvEventLogs> opened = Optional.empty();

    @Override
    protected EventLogs create() {
        files++;
        return open();
    }

    @Override
    protected EventLogs reopen(EventLogs logs) {
        return open();
    }

    private EventLogs open() {
        close();
        MvEventLogs logs = new MvEventLogs(Disk.REAL, home.resolve("logs-" + files + ".mv"),
            new Random(files), 20_000);
        opened = Optional.of(logs);
        return logs;
    }

    @AfterEach
    void close() {
        opened.ifPresent(MvEventLogs::close);
    }
}
