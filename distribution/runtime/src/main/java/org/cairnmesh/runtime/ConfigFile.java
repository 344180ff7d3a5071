// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.cm.file.ConfigurationHandler;

/** One configuration of ConfigAdmin as a file in Felix's own format, with typed values. */
record ConfigFile(Home home, String pid) {
    /** What the file holds; nothing if it is absent. */
    Map<String, Object> read() throws IOException {
        Map<String, Object> values = new TreeMap<>();
        if (!Files.exists(path())) {
            return values;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path()))) {
            Dictionary<?, ?> read = ConfigurationHandler.read(in);
            read.keys().asIterator().forEachRemaining(
                key -> values.put(key.toString(), read.get(key)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                path() + " does not read (" + e.getMessage() + "); mend or delete it", e);
        }
        return values;
    }

    /** Replaces the file in one step: a start that is killed leaves the old one or the new one. */
    void write(Map<String, Object> values) throws IOException {
        Dictionary<String, Object> written = new Hashtable<>(values);
        written.put("service.pid", pid);
        Files.createDirectories(path().getParent());
        // The ending is one that ConfigAdmin passes over when it reads the directory.
        Path next = Files.createTempFile(path().getParent(), "cairn", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(next)) {
                ConfigurationHandler.write(out, written);
            }
            Files.move(next, path(),
                StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(path());
    }

    Path path() {
        return home.config(pid);
    }
}
