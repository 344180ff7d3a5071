// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;

/**
 * Each content is a file, named by the hexadecimal digits of its hash: {@code ab/cdef…}. It is
 * written under another name beside and takes its own once it is whole and on the disk, so a file
 * that has a name is complete. Safe from any thread.
 */
class FileBlobs implements Blobs {
    private static final int HASH_BYTES = 32;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String PART = ".part";

    private final Path directory;

    /** Opens the contents in this directory, and deletes what was cut off while it was written. */
    FileBlobs(Path directory) {
        this.directory = directory;
        try {
            Disk.REAL.makeDirectory(directory);
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
                for (Path part : parts) {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException e) {
            throw new BlobException("cannot open " + directory, e);
        }
    }

    @Override
    public Blob put(InputStream content, long sizeMax) {
        try {
            Path part = Files.createTempFile(directory, "", PART);
            try {
                Blob blob = write(content, sizeMax, part);
                Path target = path(blob.hash());
                Disk.REAL.makeDirectory(target.getParent());
                Disk.REAL.move(part, target);
                // also if file or directory were there: who made them may not have synced them yet
                Disk.REAL.sync(target.getParent());
                Disk.REAL.sync(directory);
                return blob;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new BlobException("cannot store a content in " + directory, e);
        }
    }

    private static Blob write(InputStream content, long sizeMax, Path part) throws IOException {
        MessageDigest sha256 = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
            for (int read; (read = content.read(buffer)) >= 0;) {
                size += read;
                if (size > sizeMax) {
                    throw new BlobException("the content is larger than " + sizeMax + " bytes");
                }
                sha256.update(buffer, 0, read);
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining();) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        return new Blob(Bytes.of(sha256.digest()), size);
    }

    @Override
    public Optional<InputStream> get(Bytes hash) {
        if (hash.size() != HASH_BYTES || !Files.exists(path(hash))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.newInputStream(path(hash)));
        } catch (IOException e) {
            throw new BlobException("cannot read " + path(hash), e);
        }
    }

    @Override
    public List<Bytes> hashes() {
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.map(file -> directory.relativize(file).toString().replace("/", ""))
                .filter(name -> name.matches("[0-9a-f]{" + 2 * HASH_BYTES + "}"))
                .map(Bytes::ofHex).sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BlobException("cannot list " + directory, e);
        }
    }

    private Path path(Bytes hash) {
        String digits = hash.hex();
        return directory.resolve(digits.substring(0, 2)).resolve(digits.substring(2));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
