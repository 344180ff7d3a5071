// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Checkpoint;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * The checkpoint in a file of its own, which may be deleted while the box is off. Each value ends
 * with a CRC-32 of its table, key and bytes. Unlike the log's, this file is not synced and reuses
 * its space, which spares the disk: whatever goes wrong with it, it is deleted, made anew, and the
 * box works out again what stood there. One thread at a time.
 */
final class MvCheckpoint implements Checkpoint, AutoCloseable {
    private static final int CRC_BYTES = 4;
    private static final int CACHE_MEGABYTES = 2;
    private static final int FILL_PERCENT_MIN = 50;
    private static final int COMPACT_BYTES = 4 << 20;
    private static final System.Logger LOG = System.getLogger(MvCheckpoint.class.getName());

    private final Path path;
    private final Optional<char[]> secret;
    private final Map<String, MVMap<byte[], byte[]>> tables = new HashMap<>();
    private Optional<MVStore> opened = Optional.empty();
    private boolean closed;

    private MvCheckpoint(Path path, Optional<char[]> secret, boolean closed) {
        this.closed = closed;
        this.path = path;
        this.secret = secret;
    }

    /**
     * The one beside a log, encrypted if the log is; opened when it is first asked, and there may
     * be none yet. It keeps nothing if H2 cannot open a file there.
     */
    static MvCheckpoint beside(Path log, Disk disk) {
        return new MvCheckpoint(log.resolveSibling(MvEventLogs.CHECKPOINT), disk.secret(),
            !disk.hasPaths());
    }

    @Override
    public Optional<Bytes> get(String table, Bytes key) {
        return tried(Optional.empty(), store -> {
            byte[] id = key.toArray();
            byte[] value = table(store, table).get(id);
            return value == null ? Optional.empty() : Optional.of(checked(table, id, value));
        });
    }

    @Override
    public boolean read(String table, BiConsumer<Bytes, Bytes> each) {
        return tried(false, store -> {
            Cursor<byte[], byte[]> all = table(store, table).cursor(null);
            while (all.hasNext()) {
                byte[] key = all.next();
                each.accept(Bytes.of(key), checked(table, key, all.getValue()));
            }
            return true;
        });
    }

    @Override
    public void put(String table, Bytes key, Bytes value) {
        tried(false, store -> {
            byte[] id = key.toArray();
            byte[] whole = Arrays.copyOf(value.toArray(), value.size() + CRC_BYTES);
            Bytes.ofLong(crc(table, id, whole)).slice(CRC_BYTES, CRC_BYTES)
                .copyTo(whole, value.size());
            return table(store, table).put(id, whole) == null;
        });
    }

    @Override
    public void remove(String table, Bytes key) {
        tried(false, store -> table(store, table).remove(key.toArray()) == null);
    }

    @Override
    public void clear(String table) {
        tried(false, store -> {
            table(store, table).clear();
            return true;
        });
    }

    @Override
    public boolean commit() {
        return tried(false, store -> {
            store.commit();
            if (store.getFileStore().getFillRate() < FILL_PERCENT_MIN) {
                store.compact(FILL_PERCENT_MIN, COMPACT_BYTES);
                store.commit();
            }
            return true;
        });
    }

    /** Lets go of the file; what was not committed is forgotten. */
    @Override
    public void close() {
        closed = true;
        opened.ifPresent(MVStore::closeImmediately);
        opened = Optional.empty();
        tables.clear();
    }

    private MVMap<byte[], byte[]> table(MVStore store, String name) {
        return tables.computeIfAbsent(name, n -> store.openMap(n,
            new MVMap.Builder<byte[], byte[]>().keyType(ByteArrayDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE)));
    }

    private static Bytes checked(String table, byte[] key, byte[] value) {
        int size = value.length - CRC_BYTES;
        if (size < 0 || Bytes.of(value, size, CRC_BYTES).toLong() != crc(table, key, value)) {
            throw new IllegalStateException("a wrong CRC in table " + table);
        }
        return Bytes.of(value, 0, size);
    }

    private static long crc(String table, byte[] key, byte[] value) {
        CRC32 crc = new CRC32();
        for (int i = 0; i < table.length(); i++) {
            crc.update(table.charAt(i));
        }
        crc.update(key);
        crc.update(value, 0, value.length - CRC_BYTES);
        return crc.getValue();
    }

    /** Whatever H2 stumbles over in a damaged file, or on a full disk, costs the file. */
    private <T> T tried(T otherwise, Function<MVStore, T> call) {
        if (closed) {
            return otherwise;
        }
        try {
            MVStore store = opened.isPresent() ? opened.get() : open();
            return call.apply(store);
        } catch (RuntimeException e) {
            lose(e);
            return otherwise;
        }
    }

    private MVStore open() {
        MVStore.Builder builder = new MVStore.Builder()
            .fileName(path.toAbsolutePath().toString()).autoCommitDisabled()
            .autoCommitBufferSize(0).cacheSize(CACHE_MEGABYTES);
        // H2 overwrites the array that it is given
        secret.ifPresent(key -> builder.encryptionKey(key.clone()));
        MVStore store = builder.open();
        store.setVersionsToKeep(0);
        store.setRetentionTime(0);
        opened = Optional.of(store);
        return store;
    }

    private void lose(RuntimeException why) {
        LOG.log(Level.WARNING, "the checkpoint " + path + " is of no use and is made anew; the"
            + " next start takes longer: " + why.getMessage());
        try {
            opened.ifPresent(MVStore::closeImmediately);
            Files.deleteIfExists(path);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "cannot delete " + path + ": " + e.getMessage());
            closed = true;
        }
        opened = Optional.empty();
        tables.clear();
    }
}
