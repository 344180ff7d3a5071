// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.cairnmesh.api.data.Bytes;

/**
 * Finds the whole rows in a file that H2 cannot read any more, wherever they stand: each says what
 * it is. The file only ever grew, so of several rows of one key the last is the current one. What
 * the disk refuses to read is passed over. One thread.
 */
final class Salvage {
    private static final int SECTOR_BYTES = 512;
    private static final int STRETCH_BYTES = 1 << 20;
    private static final int VALUE_BYTES_MAX = 16 << 20;

    private final FileChannel channel;
    private final long end;
    private final Map<Integer, TreeMap<Bytes, Long>> found = new HashMap<>();
    private ByteBuffer stretch = ByteBuffer.allocate(0);
    private long stretchAt;

    /** Reads the file up to an end. */
    Salvage(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
        scan();
    }

    /** Where the rows of a table are, by their keys. */
    Map<Bytes, Long> rows(int tag) {
        return found.getOrDefault(tag, new TreeMap<>());
    }

    private void scan() {
        long at = 0;
        while (at + Table.HEAD_BYTES + 2 * Integer.BYTES <= end) {
            int step = 1;
            if (startsRow(at)) {
                int size = size(at);
                if (size > 0) {
                    ByteBuffer bytes = read(at, Table.HEAD_BYTES);
                    int key = Short.toUnsignedInt(bytes.getShort(2 * Integer.BYTES));
                    found.computeIfAbsent(bytes.getInt(Integer.BYTES), tag -> new TreeMap<>())
                        .put(Bytes.of(copy(at + Table.HEAD_BYTES, key)), at);
                    step = size;
                }
            }
            at += step;
        }
    }

    private boolean startsRow(long at) {
        long from = at - stretchAt;
        ByteBuffer bytes = from >= 0 && from + Integer.BYTES <= stretch.limit() ? stretch
            : read(at, Integer.BYTES);
        return bytes.getInt(bytes == stretch ? (int) from : 0) == Table.MAGIC;
    }

    /** The size of the row that stands here, 0 if none does that is whole. */
    private int size(long at) {
        int key = Short.toUnsignedInt(read(at, Table.HEAD_BYTES).getShort(2 * Integer.BYTES));
        long valueAt = at + Table.HEAD_BYTES + key + Integer.BYTES;
        if (valueAt + Integer.BYTES > end) {
            return 0;
        }
        int value = read(valueAt - Integer.BYTES, Integer.BYTES).getInt(0);
        if (value < 0 || value > VALUE_BYTES_MAX || valueAt + value + Integer.BYTES > end) {
            return 0;
        }
        int size = (int) (valueAt - at) + value + Integer.BYTES;
        byte[] row = copy(at, size);
        CRC32C crc = new CRC32C();
        crc.update(row, 0, size - Integer.BYTES);
        boolean whole = ByteBuffer.wrap(row).getInt(size - Integer.BYTES) == (int) crc.getValue();
        return whole ? size : 0;
    }

    /** The value of the row that stands here. */
    byte[] value(long at) {
        int key = Short.toUnsignedInt(read(at, Table.HEAD_BYTES).getShort(2 * Integer.BYTES));
        long valueAt = at + Table.HEAD_BYTES + key + Integer.BYTES;
        return copy(valueAt, read(valueAt - Integer.BYTES, Integer.BYTES).getInt(0));
    }

    private byte[] copy(long at, int size) {
        byte[] bytes = new byte[size];
        read(at, size).get(0, bytes);
        return bytes;
    }

    /** So many bytes from here on, from a stretch of the file that is kept. */
    private ByteBuffer read(long at, int size) {
        if (at < stretchAt || at + size > stretchAt + stretch.limit()) {
            stretchAt = at / SECTOR_BYTES * SECTOR_BYTES;
            long wanted = Math.max(STRETCH_BYTES, at + size - stretchAt);
            stretch = ByteBuffer.allocate((int) Math.min(wanted, end - stretchAt));
            fill();
        }
        return stretch.slice((int) (at - stretchAt), size);
    }

    private void fill() {
        if (!fill(0, stretch.limit())) {
            for (int from = 0; from < stretch.limit(); from += SECTOR_BYTES) {
                fill(from, Math.min(SECTOR_BYTES, stretch.limit() - from));
            }
        }
    }

    /** Answers whether the disk gave the bytes; what it does not give stays 0. */
    private boolean fill(int from, int size) {
        ByteBuffer part = stretch.slice(from, size);
        try {
            while (part.hasRemaining()
                && channel.read(part, stretchAt + from + part.position()) > 0) {
                continue;
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
