// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/**
 * The right of one process to a home, held until it is closed or the process ends, however it ends.
 * The file holds the number of the process for people to read; it is the lock on it that counts.
 */
final class HomeLock implements AutoCloseable {
    private final FileChannel file;

    private HomeLock(FileChannel file) {
        this.file = file;
    }

    static Outcome<HomeLock> take(Home home, long pid) throws IOException {
        FileChannel file = FileChannel.open(home.lock(),
            StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = file.tryLock() != null;
            if (taken) {
                file.truncate(0);
                file.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)));
                return Outcome.done(new HomeLock(file));
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: no other case than by another one.
        } finally {
            if (!taken) {
                file.close();
            }
        }
        return Outcome.refused(home.root() + " is in use by process "
            + Files.readString(home.lock(), StandardCharsets.US_ASCII).strip());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
