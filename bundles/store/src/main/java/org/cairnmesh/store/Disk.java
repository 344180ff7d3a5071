// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What the log asks of a file system. Written bytes are on the disk after {@link
 * FileChannel#force}, and a new, moved or deleted name after {@link #sync}. A test puts one here
 * that forgets the rest.
 */
interface Disk {
    /** The one that the operating system has. */
    Disk REAL = new Disk() {
        @Override
        public boolean hasPaths() {
            return true;
        }

        @Override
        public boolean exists(Path file) {
            return Files.exists(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        }

        @Override
        public FileChannel openToRead(Path file) throws IOException {
            return FileChannel.open(file, StandardOpenOption.READ);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
            Files.deleteIfExists(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    boolean exists(Path file);

    /** Whether H2 can open a file of its own beside the log, by its path. */
    default boolean hasPaths() {
        return false;
    }

    /** What other files of the box are to be encrypted with, if this disk encrypts. */
    default Optional<char[]> secret() {
        return Optional.empty();
    }

    /** Opens a file to read and write; makes it if it is not there. */
    FileChannel open(Path file) throws IOException;

    /** Opens a file that is there, only to read. */
    FileChannel openToRead(Path file) throws IOException;

    /**
     * Gives a file another name; a file that had this name goes. At any moment one of both is
     * there.
     */
    void move(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes a directory that is on the disk on return, and those above it. */
    default void makeDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        makeDirectory(parent);
        Files.createDirectories(directory);
        sync(parent);
    }

    void sync(Path directory) throws IOException;

    /** This disk, below whatever encrypts it. */
    default Disk plain() {
        return this;
    }
}
