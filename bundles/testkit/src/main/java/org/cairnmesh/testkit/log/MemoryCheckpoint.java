// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.log;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;

/** The checkpoint in memory, written to be read. One thread at a time. */
public final class MemoryCheckpoint implements Checkpoint {
    private final Map<String, TreeMap<Bytes, Bytes>> tables = new HashMap<>();
    private Map<String, TreeMap<Bytes, Bytes>> committed = new HashMap<>();

    /** What the last commit kept: what is there after a restart. */
    public MemoryCheckpoint committed() {
        MemoryCheckpoint copy = new MemoryCheckpoint();
        copy.tables.putAll(copied(committed));
        copy.committed = copied(committed);
        return copy;
    }

    /** Every table with its entries: for tests that damage them. */
    public Map<String, TreeMap<Bytes, Bytes>> tables() {
        return copied(tables);
    }

    private static Map<String, TreeMap<Bytes, Bytes>> copied(
        Map<String, TreeMap<Bytes, Bytes>> all) {
        Map<String, TreeMap<Bytes, Bytes>> copy = new HashMap<>();
        all.forEach((name, table) -> copy.put(name, new TreeMap<>(table)));
        return copy;
    }

    private TreeMap<Bytes, Bytes> table(String name) {
        return tables.computeIfAbsent(name, n -> new TreeMap<>());
    }

    @Override
    public Optional<Bytes> get(String table, Bytes key) {
        return Optional.ofNullable(table(table).get(key));
    }

    @Override
    public boolean read(String table, BiConsumer<Bytes, Bytes> each) {
        new TreeMap<>(table(table)).forEach(each);
        return true;
    }

    @Override
    public void put(String table, Bytes key, Bytes value) {
        table(table).put(key, value);
    }

    @Override
    public void remove(String table, Bytes key) {
        table(table).remove(key);
    }

    @Override
    public void clear(String table) {
        tables.remove(table);
    }

    @Override
    public boolean commit() {
        committed = copied(tables);
        return true;
    }
}
