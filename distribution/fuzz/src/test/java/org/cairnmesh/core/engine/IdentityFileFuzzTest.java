// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.core.feed.Identity;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** The file with the keys, as a card gives it back. */
class IdentityFileFuzzTest {
    private static final Promise PROMISE = new Promise(IOException.class, 200_000, 4);

    @TempDir
    static Path directory;

    static List<byte[]> seeds() {
        return List.of(new byte[Identity.SECRET_SIZE], new byte[0], new byte[65]);
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void isAnIdentityOrNamesTheFileAndIsLeftAlone(byte[] input) {
        Path file = directory.resolve("identity");
        try {
            Files.write(file, input);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            PROMISE.kept(input, () -> IdentityFile.open(file, new Random(1))).ifPresent(
                identity -> assertEquals(new Identity(Bytes.of(input)).device(),
                    identity.device()));
            assertEquals(Bytes.of(input), Bytes.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mutants() {
        Mutants.few(seeds(), this::isAnIdentityOrNamesTheFileAndIsLeftAlone);
    }
}
