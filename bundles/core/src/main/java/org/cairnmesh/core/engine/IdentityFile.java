// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Identity;

/**
 * The file with a device's keys: 64 bytes, as Reticulum keeps identities; only its owner reads it.
 */
final class IdentityFile {
    private static final Set<PosixFilePermission> OWNER =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private IdentityFile() { }

    /**
     * The identity in a file, which is made with fresh keys if it is absent.
     *
     * @throws IOException if it cannot be read or made, is damaged, or others may read it; the
     *     message says what to do
     */
    static Identity open(Path file, RandomGenerator random) throws IOException {
        if (!Files.exists(file)) {
            create(file, random);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != Identity.SECRET_SIZE) {
            throw new IOException(file + " is no identity: it has " + secret.length + " bytes, not "
                + Identity.SECRET_SIZE + "; restore it from a backup");
        }
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + " can be read by others; run: chmod 600 " + file);
        }
        return new Identity(Bytes.of(secret));
    }

    private static void create(Path file, RandomGenerator random) throws IOException {
        byte[] secret = new byte[Identity.SECRET_SIZE];
        random.nextBytes(secret);
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(made);
        try (FileChannel channel = FileChannel.open(made,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER))) {
            channel.write(ByteBuffer.wrap(secret));
            channel.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory =
            FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
