// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleSetTest {
    @TempDir
    Path directory;
    private Home home;
    private Path bundles;

    @BeforeEach
    void create() throws IOException {
        home = new Home(directory.resolve("home"));
        home.create();
        bundles = Files.createDirectories(directory.resolve("bundle"));
        for (String name : List.of("b.jar", "a.jar", "notes.txt")) {
            Files.createFile(bundles.resolve(name));
        }
    }

    @Test
    void isAllJarsOfTheImageInOrderOfTheirNames() throws IOException {
        BundleSet set = BundleSet.of(home, directory);

        assertEquals(List.of(bundles.resolve("a.jar"), bundles.resolve("b.jar")), set.jars());
    }

    @Test
    void isWhatCurrentNamesInItsOrder() throws IOException {
        Path elsewhere = Files.createFile(directory.resolve("next.jar"));
        Files.writeString(home.current(), "# set 7\n\nb.jar\n  " + elsewhere + "  \ngone.jar\n");

        BundleSet set = BundleSet.of(home, directory);

        assertEquals(List.of(bundles.resolve("b.jar"), elsewhere), set.jars());
        assertEquals(List.of(home.current() + " names gone.jar, but there is no "
            + bundles.resolve("gone.jar")), set.absent());
    }
}
