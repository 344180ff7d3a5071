// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The source tree that the tests run in, and what the build has made in it. */
final class SourceTree {
    static final Path ROOT = above("distribution/sim/pom.xml").orElseThrow(() ->
        new AssertionError("no source tree above " + Path.of("").toAbsolutePath()))
        .getParent().getParent().getParent();
    static final Path IMAGE = ROOT.resolve("distribution/runtime/target/cairn");

    private SourceTree() { }

    /** The file of this path in the nearest directory above that has one. */
    static Optional<Path> above(String path) {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
            .map(at -> at.resolve(path)).filter(Files::exists).findFirst();
    }
}
