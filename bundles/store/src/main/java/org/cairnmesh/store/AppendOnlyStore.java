// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;

/**
 * How H2 reaches the file of the log: it only ever writes behind the end, and the end of each
 * piece last. H2 writes one piece ("chunk") for each commit and takes a piece for whole if its
 * first and last bytes are there. Left alone it may reuse space in the middle of the file, and
 * then a loss of power can make it start with an older piece than the last that was synced; and a
 * disk may write the last block of a piece before the blocks in the middle. So here nothing is
 * ever overwritten, and the last sector of a piece is written once the rest of it is on the disk.
 * One thread at a time.
 */
final class AppendOnlyStore extends RandomAccessStore {
    private static final int BLOCK_BYTES = 4096;
    private static final int HEADER_BYTES = 2 * BLOCK_BYTES;
    /** Whatever a disk does, it writes a sector whole or not at all. */
    private static final int SECTOR_BYTES = 512;

    private final FileChannel channel;

    /** @param size where the file ends; what stands behind it in the channel is not read */
    AppendOnlyStore(String name, FileChannel channel, long size, boolean readOnly,
                    Map<String, Object> config) {
        super(config);
        this.channel = channel;
        init(name, readOnly);
        setSize(size);
        setReuseSpace(false);
    }

    /** Where the last piece ends that was written to its end, whole or damaged since. */
    long finishedEnd() {
        long end = wholeEnd();
        for (long block = size() / BLOCK_BYTES; block * BLOCK_BYTES > end; block--) {
            if (readChunkFooter(block) != null) {
                return block * BLOCK_BYTES;
            }
        }
        return end;
    }

    /** Where the piece ends that the content is read from. */
    long wholeEnd() {
        SFChunk last = lastChunk;
        return last == null ? HEADER_BYTES : (last.block + last.len) * BLOCK_BYTES;
    }

    /**
     * Cuts off what stands behind the last whole piece: the rest of a commit that never returned.
     */
    void trim() {
        long end = wholeEnd();
        if (size() > end) {
            truncate(end);
            sync();
        }
    }

    @Override
    protected void writeFully(SFChunk chunk, long position, ByteBuffer bytes) {
        if (position != size()) {
            throw new IllegalStateException("writes at " + position + ", not at " + size());
        }
        int end = bytes.limit();
        if (chunk != null) {
            bytes.limit(end - SECTOR_BYTES);
            DataUtils.writeFully(channel, position, bytes);
            force(false);
            bytes.limit(end);
        }
        DataUtils.writeFully(channel, position + bytes.position(), bytes);
        setSize(position + end);
    }

    @Override
    public ByteBuffer readFully(SFChunk chunk, long position, int length) {
        return readFully(channel, position, length);
    }

    @Override
    public void sync() {
        force(true);
    }

    private void force(boolean metadata) {
        try {
            channel.force(metadata);
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED,
                "Could not sync {0}", getFileName(), e);
        }
    }

    @Override
    protected void truncate(long size) {
        try {
            channel.truncate(size);
            setSize(size);
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED,
                "Could not truncate {0}", getFileName(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED,
                "Could not close {0}", getFileName(), e);
        } finally {
            super.close();
        }
    }

    @Override
    public void open(String name, boolean readOnly, char[] key) {
        throw new UnsupportedOperationException("it is made open");
    }

    @Override
    public FileStore<SFChunk> open(String name, boolean readOnly) {
        throw new UnsupportedOperationException("it is made open");
    }

    @Override
    public void backup(ZipOutputStream out) {
        throw new UnsupportedOperationException("copy the file while the box is off");
    }
}
