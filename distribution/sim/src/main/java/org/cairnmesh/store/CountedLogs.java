// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.h2.store.fs.FileBaseDefault;

/**
 * The event logs of a box, in any file, for the benches: it counts the bytes that it hands to the
 * file system and how often it waits for the disk. One thread.
 */
public final class CountedLogs extends MvEventLogs {
    private final Tally tally;

    /** What was written so far; a file that was packed counts again. */
    private static final class Tally {
        private long bytes;
        private long forces;
        private long forcedNanos;
    }

    public CountedLogs(Path file, RandomGenerator random) {
        this(file, random, new Tally());
    }

    private CountedLogs(Path file, RandomGenerator random, Tally tally) {
        super(new CountingDisk(tally), file, random, LogFile.SLACK_BYTES);
        this.tally = tally;
    }

    public long bytesWritten() {
        return tally.bytes;
    }

    public long forces() {
        return tally.forces;
    }

    /** When the last wait for the disk ended, by {@link System#nanoTime}. */
    public long forcedNanos() {
        return tally.forcedNanos;
    }

    private record CountingDisk(Tally tally) implements Disk {
        @Override
        public boolean exists(Path file) {
            return REAL.exists(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return new CountingChannel(REAL.open(file), tally);
        }

        @Override
        public FileChannel openToRead(Path file) throws IOException {
            return REAL.openToRead(file);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            REAL.move(from, to);
        }

        @Override
        public void delete(Path file) throws IOException {
            REAL.delete(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
            tally.forces++;
            REAL.sync(directory);
        }
    }

    private static final class CountingChannel extends FileBaseDefault {
        private final FileChannel channel;
        private final Tally tally;

        CountingChannel(FileChannel channel, Tally tally) {
            this.channel = channel;
            this.tally = tally;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int written = channel.write(source, position);
            tally.bytes += written;
            return written;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force(boolean metadata) throws IOException {
            tally.forces++;
            channel.force(metadata);
            tally.forcedNanos = System.nanoTime();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
