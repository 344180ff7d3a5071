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
import java.util.regex.Pattern;
import org.apache.felix.cm.file.ConfigurationHandler;

/** One configuration of ConfigAdmin as a file in Felix's own format, with typed values. */
record ConfigFile(Home home, String pid) {
    /** Felix reads others out of a damaged file, and what it writes of them it cannot read. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.:-]+");

    /** What the file holds; nothing if it is absent. */
    Map<String, Object> read() throws IOException {
        Map<String, Object> values = new TreeMap<>();
        if (!Files.exists(path())) {
            return values;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path()))) {
            Dictionary<?, ?> read = ConfigurationHandler.read(in);
            read.keys().asIterator().forEachRemaining(
                key -> values.put(checked(key.toString()), read.get(key)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                path() + " does not read (" + e.getMessage() + "); mend or delete it", e);
        }
        return values;
    }

    private static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("no key: " + key.strip());
        }
        return key;
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
