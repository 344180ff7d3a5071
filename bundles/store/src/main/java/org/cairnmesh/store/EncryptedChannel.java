// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A file whose bytes are encrypted where they stand, behind a preamble in clear. Each write covers
 * whole units, and as nothing is written twice none needs to be read to be written: what a loss of
 * power leaves of a write is what it would leave of one in clear.
 */
final class EncryptedChannel extends FileChannel {
    private static final String PLACE = "reads and writes name their place";

    private final FileChannel file;
    private final Xts xts;
    private final int preambleBytes;

    EncryptedChannel(FileChannel file, Xts xts, int preambleBytes) {
        this.file = file;
        this.xts = xts;
        this.preambleBytes = preambleBytes;
    }

    @Override
    public long size() throws IOException {
        return Math.max(0, file.size() - preambleBytes);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        long from = position / Xts.UNIT_BYTES * Xts.UNIT_BYTES;
        // what stands behind the last whole unit is the rest of a write that was cut off
        long whole = size() / Xts.UNIT_BYTES * Xts.UNIT_BYTES;
        int wanted = (int) Math.min(target.remaining(), whole - position);
        if (wanted <= 0) {
            return -1;
        }
        int units = Math.toIntExact(
            (position + wanted - from + Xts.UNIT_BYTES - 1) / Xts.UNIT_BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(units * Xts.UNIT_BYTES);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, preambleBytes + from + bytes.position()) < 0) {
                return -1;
            }
        }
        xts.decrypt(bytes.array(), from / Xts.UNIT_BYTES);
        target.put(bytes.array(), (int) (position - from), wanted);
        return wanted;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        if (position % Xts.UNIT_BYTES != 0 || source.remaining() % Xts.UNIT_BYTES != 0) {
            throw new IllegalStateException(
                "writes " + source.remaining() + " bytes at " + position + ": no whole units");
        }
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        xts.encrypt(bytes, position / Xts.UNIT_BYTES);
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            file.write(out, preambleBytes + position + out.position());
        }
        source.position(source.limit());
        return bytes.length;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        file.truncate(preambleBytes + size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        file.force(metadata);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return file.tryLock(position, size, shared);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return file.lock(position, size, shared);
    }

    @Override
    public int read(ByteBuffer target) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public FileChannel position(long newPosition) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException(PLACE);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }
}
