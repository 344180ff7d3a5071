// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/**
 * Where {@code System.Logger}, and with it every bundle, writes: java.util.logging, one line for
 * each record, to standard error and to {@code HOME/log/cairn.log}.
 */
final class Logs {
    static final long FILE_BYTES_MAX = 1 << 20;
    static final int FILES = 3;

    private Logs() { }

    /**
     * The JDK's own log manager empties itself as soon as the process is told to end, at the same
     * time as bundles stop; this one stays, so that what goes wrong while stopping is logged.
     */
    public static final class Lasting extends LogManager {
        @Override
        public void reset() { }
    }

    /** Must run before anything logs. */
    static void prepare() {
        System.setProperty("java.util.logging.manager", Lasting.class.getName());
    }

    static void open(Path directory, OutputStream terminal) throws IOException {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.INFO);
        root.addHandler(handler(terminal, false));
        root.addHandler(handler(
            new LogFile(directory.resolve("cairn.log"), FILE_BYTES_MAX, FILES), true));
    }

    private static Handler handler(OutputStream out, boolean traces) throws IOException {
        Handler handler = new StreamHandler(out, new LogLine(traces)) {
            @Override
            public void publish(LogRecord entry) {
                super.publish(entry);
                flush();
            }
        };
        handler.setEncoding(StandardCharsets.UTF_8.name());
        handler.setLevel(Level.ALL);
        return handler;
    }
}
