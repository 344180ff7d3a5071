// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A log file that moves on when it is full: {@code cairn.log} becomes {@code cairn.log.1}, that
 * {@code cairn.log.2}, and the oldest goes. It moves at a flush only, which the handler does after
 * each record. The handler's own lock guards it. (The JDK's FileHandler numbers also the newest
 * file, and people follow {@code cairn.log}.)
 */
final class LogFile extends OutputStream {
    private final Path path;
    private final long bytesMax;
    private final int files;
    private OutputStream out;
    private long bytes;

    LogFile(Path path, long bytesMax, int files) throws IOException {
        this.path = path;
        this.bytesMax = bytesMax;
        this.files = files;
        open();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        bytes++;
    }

    @Override
    public void write(byte[] b, int offset, int length) throws IOException {
        out.write(b, offset, length);
        bytes += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
        if (bytes >= bytesMax) {
            out.close();
            for (int i = files - 1; i > 0; i--) {
                if (Files.exists(numbered(i - 1))) {
                    Files.move(numbered(i - 1), numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            open();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void open() throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(
            path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        bytes = Files.size(path);
    }

    private Path numbered(int i) {
        return i == 0 ? path : path.resolveSibling(path.getFileName() + "." + i);
    }
}
