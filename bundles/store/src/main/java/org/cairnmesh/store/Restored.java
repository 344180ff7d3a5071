// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.data.MalformedException;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.event.SpaceId;
import org.cairnmesh.api.log.Block;

/**
 * Fills a new log with the blocks of a backup, which {@code cairn restore} puts beside it as {@code
 * log.restored}: for each space 0 in four bytes and its id, then for each of its blocks the size in
 * four bytes and the CBOR.
 */
final class Restored {
    private static final int BLOCK_BYTES_MAX =
        Limits.HEADER_BYTES_MAX + Limits.BODY_BYTES_MAX + 1024;
    private static final int PAUSE_BLOCKS = 1_000;

    private Restored() { }

    static Path of(Path log) {
        return log.resolveSibling("log.restored");
    }

    /** @param pause runs every now and then */
    static void fill(Disk disk, Path file, Tables tables, Runnable pause) throws IOException {
        try (FileChannel channel = disk.openToRead(file);
             DataInputStream in = new DataInputStream(
                 new BufferedInputStream(Channels.newInputStream(channel)))) {
            Optional<SpaceId> space = Optional.empty();
            long count = 0;
            for (int size = size(in); size >= 0; size = size(in)) {
                if (size == 0) {
                    space = Optional.of(space(in.readNBytes(SpaceId.SIZE), file));
                    tables.hold(space.get());
                    continue;
                }
                count++;
                if (space.isEmpty() || size > BLOCK_BYTES_MAX) {
                    throw new IOException(file + " is damaged: block " + count + " of " + size
                        + " bytes");
                }
                MvEventLog.arrive(tables.of(space.get()),
                    block(in.readNBytes(size), file, count));
                if (count % PAUSE_BLOCKS == 0) {
                    pause.run();
                }
            }
        }
    }

    private static int size(DataInputStream in) throws IOException {
        try {
            return in.readInt();
        } catch (EOFException e) {
            return -1;
        }
    }

    private static SpaceId space(byte[] id, Path file) throws IOException {
        if (id.length < SpaceId.SIZE) {
            throw new IOException(file + " is damaged: it ends in the id of a space");
        }
        return new SpaceId(Bytes.of(id));
    }

    private static Block block(byte[] bytes, Path file, long count) throws IOException {
        try {
            return Block.of(Cbor.decode(Bytes.of(bytes)));
        } catch (MalformedException e) {
            throw new IOException(file + " is damaged: block " + count + ": " + e.getMessage());
        }
    }
}
