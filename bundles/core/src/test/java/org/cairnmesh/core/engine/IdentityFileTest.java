// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.cairnmesh.core.feed.Identity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {
    @TempDir
    Path home;
    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve("identity");
    }

    private Identity open(long seed) throws IOException {
        return IdentityFile.open(file, new Random(seed));
    }

    private void allow(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void keysAreMadeOnceAndKept() throws IOException {
        Identity first = open(1);

        assertEquals(first.device(), open(2).device());
        assertEquals(Identity.SECRET_SIZE, Files.size(file));
    }

    @Test
    void otherChanceMakesOtherKeys() throws IOException {
        Identity first = open(1);
        Files.delete(file);

        assertNotEquals(first.device(), open(2).device());
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        open(1);

        assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (var files = Files.list(home)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aFileThatOthersMayReadIsRefusedAndTheMessageSaysWhatToDo() throws IOException {
        open(1);
        for (String permissions : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            allow(permissions);

            IOException e = assertThrows(IOException.class, () -> open(1));

            assertTrue(e.getMessage().contains("chmod 600"), e.getMessage());
        }
        allow("r--------");
        open(1);
    }

    @Test
    void aDamagedFileIsRefusedAndNotReplaced() throws IOException {
        for (int size : List.of(0, 63, 65)) {
            Files.write(file, new byte[size]);
            allow("rw-------");

            IOException e = assertThrows(IOException.class, () -> open(1));

            assertTrue(e.getMessage().contains("" + size), e.getMessage());
            assertEquals(size, Files.size(file));
        }
    }

    @Test
    void whatACrashLeftBehindWhileItWasMadeIsReplaced() throws IOException {
        Files.write(home.resolve("identity.new"), new byte[7]);

        Identity made = open(1);

        assertEquals(made.device(), open(2).device());
        assertFalse(Files.exists(home.resolve("identity.new")));
    }

    @Test
    void aHomeThatIsNotThereIsTold() {
        file = home.resolve("absent").resolve("identity");

        assertThrows(IOException.class, () -> open(1));
    }
}
