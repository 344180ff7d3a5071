// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The bundles that a start installs, in this order, and a line for each that is named but not
 * there.
 *
 * <p>{@code HOME/current} names them if it exists, a path on each line, relative to the image's
 * {@code bundle/}; blank lines and lines that start with {@code #} are passed over. The launcher
 * never writes that file. Without it, all bundles of the image are started, in the order of their
 * names.
 */
record BundleSet(List<Path> jars, List<String> absent) {
    BundleSet {
        jars = List.copyOf(jars);
        absent = List.copyOf(absent);
    }

    static BundleSet of(Home home, Path image) throws IOException {
        Path bundles = image.resolve("bundle");
        return Files.exists(home.current()) ? named(home.current(), bundles) : all(bundles);
    }

    private static BundleSet all(Path bundles) throws IOException {
        try (Stream<Path> files = Files.list(bundles)) {
            return new BundleSet(
                files.filter(file -> file.toString().endsWith(".jar")).sorted().toList(),
                List.of());
        }
    }

    private static BundleSet named(Path current, Path bundles) throws IOException {
        List<Path> jars = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (String line : Files.readAllLines(current)) {
            String name = line.strip();
            if (name.isEmpty() || name.startsWith("#")) {
                continue;
            }
            Path jar = bundles.resolve(name).normalize();
            if (Files.isRegularFile(jar)) {
                jars.add(jar);
            } else {
                absent.add(current + " names " + name + ", but there is no " + jar);
            }
        }
        return new BundleSet(jars, absent);
    }
}
