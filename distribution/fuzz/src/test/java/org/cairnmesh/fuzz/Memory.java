// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.fuzz;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file that is only bytes in memory. */
public final class Memory implements SeekableByteChannel {
    private final byte[] bytes;
    private long position;

    public Memory(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) {
        int most = (int) Math.max(0, bytes.length - position);
        int size = Math.min(target.remaining(), most);
        if (most == 0) {
            return -1;
        }
        target.put(bytes, (int) position, size);
        position += size;
        return size;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        position = to;
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() { }
}
