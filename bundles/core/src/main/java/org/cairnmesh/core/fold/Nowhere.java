// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;

/** No checkpoint at all: what is put there is gone. */
enum Nowhere implements Checkpoint {
    CHECKPOINT;

    @Override
    public Optional<Bytes> get(String table, Bytes key) {
        return Optional.empty();
    }

    @Override
    public boolean read(String table, BiConsumer<Bytes, Bytes> each) {
        return false;
    }

    @Override
    public void put(String table, Bytes key, Bytes value) { }

    @Override
    public void remove(String table, Bytes key) { }

    @Override
    public void clear(String table) { }

    @Override
    public boolean commit() {
        return false;
    }
}
