// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That another process is refused is for {@link LauncherTest}. */
final class HomeLockTest {
    @TempDir
    Path directory;

    @Test
    void refusesTheSameProcessTwiceUntilTheFirstLetsGo() throws IOException {
        Home home = new Home(directory.resolve("h"));
        home.create();
        HomeLock first = Refusals.done(HomeLock.take(home, 123_456));

        assertEquals("1: " + home.root() + " is in use by process 123456",
            Refusals.refusal(HomeLock.take(home, 7)));
        first.close();

        Refusals.done(HomeLock.take(home, 7)).close();
        assertEquals("7", Files.readString(home.lock()).strip());
    }

    @Test
    void makesAHomeForItsOwnerAlone() throws IOException {
        Home home = new Home(directory.resolve("deep").resolve("h"));

        home.create();

        for (Path made : new Path[] {home.root(), home.config(), home.log()}) {
            assertEquals("rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }
}
