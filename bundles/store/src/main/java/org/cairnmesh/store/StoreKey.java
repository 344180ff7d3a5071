// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.api.log.EventLogException;

/**
 * What the store is encrypted with: what a file holds, without line ends behind it, or what the
 * launcher was told at its prompt. A prompt's answer stands in a system property, in memory only.
 */
final class StoreKey {
    static final String PROMPTED = "-";
    static final String PROPERTY = "cairn.store.key";
    private static final long BYTES_MAX = 64 * 1024;

    private StoreKey() { }

    /** @param named the path of a file, {@link #PROMPTED}, or empty for a store in clear */
    static Disk disk(String named, Path log, RandomGenerator random) {
        Disk disk = Disk.REAL;
        if (!named.isEmpty()) {
            return new EncryptedDisk(disk, secret(named), EncryptedDisk.ROUNDS, random);
        }
        try {
            if (disk.exists(log) && EncryptedDisk.isEncrypted(disk, log)) {
                throw new EventLogException(
                    log + " is encrypted: start the box with --store-key FILE");
            }
            return disk;
        } catch (IOException e) {
            throw new EventLogException("cannot open " + log + ": " + Faults.reason(e), e);
        }
    }

    private static char[] secret(String named) {
        if (named.equals(PROMPTED)) {
            return Optional.ofNullable(System.getProperty(PROPERTY)).orElseThrow(() ->
                new EventLogException("nobody was asked for the key of the store")).toCharArray();
        }
        try {
            Path file = Path.of(named);
            if (Files.size(file) > BYTES_MAX) {
                throw new EventLogException("the key of the store in " + file + " has more than "
                    + BYTES_MAX + " bytes");
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return text.replaceAll("[\\r\\n]+$", "").toCharArray();
        } catch (IOException e) {
            throw new EventLogException("cannot read the key of the store: " + e, e);
        }
    }
}
