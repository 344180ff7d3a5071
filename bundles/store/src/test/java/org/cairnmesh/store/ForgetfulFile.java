// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FileBaseDefault;

/** A file of a {@link ForgetfulDisk}: what programs see of it, and what is on the disk. */
final class ForgetfulFile {
    private static final int SECTOR_BYTES = 512;

    /** A run of bytes that can be written and cut. */
    private static final class Image {
        private byte[] bytes = new byte[0];
        private int size;

        void write(int at, byte[] source, int from, int length) {
            if (at + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + length));
            }
            System.arraycopy(source, from, bytes, at, length);
            size = Math.max(size, at + length);
        }

        void truncate(int newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
                size = newSize;
            }
        }
    }

    /** A write that waits for a sync, or a cut to {@code at} bytes if it has no bytes. */
    private record Change(int at, byte[] bytes) {
        void apply(Image image) {
            if (bytes.length == 0) {
                image.truncate(at);
            } else {
                image.write(at, bytes, 0, bytes.length);
            }
        }

        /** Leaves some sectors out; a sector that has a hole before it may show old noise there. */
        void applySome(Image image, Random random) {
            if (bytes.length == 0) {
                if (random.nextBoolean()) {
                    image.truncate(at);
                }
                return;
            }
            for (int from = 0; from < bytes.length; from += SECTOR_BYTES) {
                int length = Math.min(SECTOR_BYTES, bytes.length - from);
                if (random.nextInt(3) > 0) {
                    image.write(at + from, bytes, from, length);
                } else if (at + from + length > image.size && random.nextBoolean()) {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    image.write(at + from, noise, 0, length);
                }
            }
        }

        void applyHead(Image image, Random random) {
            int length = random.nextInt(bytes.length + 1);
            if (length > 0) {
                image.write(at, bytes, 0, length);
            }
        }
    }

    private final ForgetfulDisk disk;
    private final Image seen = new Image();
    private final Image durable = new Image();
    private final List<Change> unsynced = new ArrayList<>();

    ForgetfulFile(ForgetfulDisk disk) {
        this.disk = disk;
    }

    long size() {
        return seen.size;
    }

    FileChannel open() {
        return new Channel();
    }

    /** The power was cut: keeps some of what was not synced. */
    void forget(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> { }
            case 1 -> unsynced.forEach(change -> change.apply(durable));
            case 2 -> unsynced.forEach(change -> change.applySome(durable, random));
            default -> {
                int kept = random.nextInt(unsynced.size() + 1);
                unsynced.subList(0, kept).forEach(change -> change.apply(durable));
                if (kept < unsynced.size()) {
                    unsynced.get(kept).applyHead(durable, random);
                }
            }
        }
        unsynced.clear();
        seen.truncate(0);
        seen.write(0, durable.bytes, 0, durable.size);
    }

    /** Flips a bit, fills a sector with noise, or cuts off some of the last tenth. */
    boolean damage(Random how, boolean cut) {
        if (seen.size < 20 * SECTOR_BYTES) {
            return false;
        }
        int at = how.nextInt(seen.size);
        if (cut) {
            int end = seen.size - 1 - how.nextInt(seen.size / 10);
            seen.truncate(end);
            durable.truncate(end);
            return true;
        }
        byte[] rotten = {(byte) (seen.bytes[at] ^ 1 << how.nextInt(8))};
        if (how.nextBoolean()) {
            rotten = new byte[SECTOR_BYTES];
            how.nextBytes(rotten);
            at = at / SECTOR_BYTES * SECTOR_BYTES;
        }
        int length = Math.min(rotten.length, seen.size - at);
        seen.write(at, rotten, 0, length);
        durable.write(at, rotten, 0, Math.max(0, Math.min(length, durable.size - at)));
        return true;
    }

    private void change(Change change) {
        change.apply(seen);
        unsynced.add(change);
    }

    private void force() throws IOException {
        disk.forced();
        try {
            disk.step("sync");
        } catch (IOException e) {
            if (!disk.isCut()) {
                unsynced.forEach(change -> change.applySome(durable, disk.random()));
                unsynced.clear();
            }
            throw e;
        }
        unsynced.forEach(change -> change.apply(durable));
        unsynced.clear();
    }

    private final class Channel extends FileBaseDefault {
        @Override
        public long size() {
            return seen.size;
        }

        @Override
        public int read(ByteBuffer target, long position) {
            int length = Math.min(target.remaining(), seen.size - (int) position);
            if (length <= 0) {
                return -1;
            }
            target.put(seen.bytes, (int) position, length);
            return length;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            try {
                disk.allot(position + bytes.length - seen.size);
                disk.step("write");
            } catch (IOException e) {
                int some = disk.random().nextInt(bytes.length);
                if (some > 0 && position + some <= seen.size + SECTOR_BYTES) {
                    change(new Change((int) position, Arrays.copyOf(bytes, some)));
                }
                throw e;
            }
            change(new Change((int) position, bytes));
            source.position(source.limit());
            return bytes.length;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            disk.step("truncate");
            if (size < seen.size) {
                change(new Change((int) size, new byte[0]));
            }
        }

        @Override
        public void force(boolean metadata) throws IOException {
            ForgetfulFile.this.force();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            return new FileLock(this, position, size, shared) {
                @Override
                public boolean isValid() {
                    return true;
                }

                @Override
                public void release() {
                    // nobody else is there to lock
                }
            };
        }

        @Override
        protected void implCloseChannel() {
            // the file stays
        }
    }
}
