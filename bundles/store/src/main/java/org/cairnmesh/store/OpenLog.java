// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Map;
import org.cairnmesh.api.log.EventLogException;
import org.h2.mvstore.MVStore;

/** A file of a log, opened by H2. */
record OpenLog(AppendOnlyStore file, MVStore store, Tables tables) {
    private static final int CACHE_MEGABYTES = 4;
    private static final int PAGE_BYTES = 4096;

    /** Makes a file. */
    static OpenLog make(Disk disk, Path path) throws IOException {
        return open(disk, path, Long.MAX_VALUE, true);
    }

    /**
     * Opens a file as the last commit left it; one that may not be written only to read.
     *
     * @param end where the last commit that returned ended, as far as is known: what stands behind
     *            it goes
     * @throws RuntimeException of H2 if the file is damaged
     * @throws EventLogException if another uses it, or it is empty
     */
    static OpenLog open(Disk disk, Path path, long end) throws IOException {
        return open(disk, path, end, false);
    }

    private static OpenLog open(Disk disk, Path path, long end, boolean make)
            throws IOException {
        boolean readOnly = false;
        FileChannel channel;
        try {
            channel = disk.open(path);
        } catch (IOException e) {
            if (make || !Faults.isReadOnly(e) || !disk.exists(path)) {
                throw e;
            }
            channel = disk.openToRead(path);
            readOnly = true;
        }
        try {
            if (!readOnly) {
                lock(channel, path);
            }
            if (!make && channel.size() == 0) {
                throw new EventLogException(path + " is empty: the log that was here is lost; put "
                    + "a backup in its place, or move it away to start with an empty log");
            }
            return open(channel, path, Math.min(end, channel.size()), readOnly);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static OpenLog open(FileChannel channel, Path path, long end, boolean readOnly)
            throws IOException {
        if (!readOnly && channel.size() > end) {
            channel.truncate(end);
            channel.force(true);
        }
        AppendOnlyStore chunks = new AppendOnlyStore(path.toString(), channel, end, readOnly,
            Map.of("cacheSize", CACHE_MEGABYTES, "pageSplitSize", PAGE_BYTES));
        // one commit is one chunk: no thread and no size makes H2 write in between
        MVStore store = new MVStore.Builder().adoptFileStore(chunks)
            .autoCommitDisabled().autoCommitBufferSize(0).open();
        store.setVersionsToKeep(0);
        if (chunks.finishedEnd() > chunks.wholeEnd()) {
            store.closeImmediately();
            throw new DamagedException("commits at the end of the file are damaged");
        }
        if (!readOnly) {
            chunks.trim();
        }
        return new OpenLog(chunks, store, Tables.of(store));
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            throw new EventLogException(file + " is in use by this process", e);
        }
        throw new EventLogException(file + " is in use by another process");
    }

    /** Writes what was put into it, and lets go of it. */
    void finish() {
        store.commit();
        store.sync();
        store.closeImmediately();
    }
}
