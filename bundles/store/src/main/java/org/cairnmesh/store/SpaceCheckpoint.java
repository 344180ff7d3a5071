// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;

/** The tables of one space in the checkpoint of a box: those whose names start with a prefix. */
record SpaceCheckpoint(Checkpoint all, String prefix) implements Checkpoint {
    @Override
    public Optional<Bytes> get(String table, Bytes key) {
        return all.get(prefix + table, key);
    }

    @Override
    public boolean read(String table, BiConsumer<Bytes, Bytes> each) {
        return all.read(prefix + table, each);
    }

    @Override
    public void put(String table, Bytes key, Bytes value) {
        all.put(prefix + table, key, value);
    }

    @Override
    public void remove(String table, Bytes key) {
        all.remove(prefix + table, key);
    }

    @Override
    public void clear(String table) {
        all.clear(prefix + table);
    }

    @Override
    public boolean commit() {
        return all.commit();
    }
}
