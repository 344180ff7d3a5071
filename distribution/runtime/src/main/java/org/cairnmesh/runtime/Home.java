// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory in which one box keeps everything it has. Its layout is named here only. */
record Home(Path root) {
    Home {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("not absolute: " + root);
        }
    }

    /** The path that {@code --home} gives, or {@code .cairn} in the user's own home. */
    static Outcome<Path> path(Options options, Path user) {
        try {
            Path path = options.value("--home").map(Path::of).orElse(user.resolve(".cairn"));
            return options.value("--home").filter(String::isEmpty).isPresent()
                ? Outcome.misused("--home takes a directory")
                : Outcome.done(path.toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Outcome.misused("--home takes a directory: " + e.getMessage());
        }
    }

    /** Makes the directories that the launcher needs, for the owner alone. */
    void create() throws IOException {
        directory(root);
        directory(config());
        directory(log());
    }

    private static void directory(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            Files.createDirectories(path, PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    /** The event log and the blobs. */
    Path data() {
        return root.resolve("data");
    }

    /** Where ConfigAdmin keeps its configurations. */
    Path config() {
        return root.resolve("config");
    }

    /** The file of one configuration, named the way Felix names it. */
    Path config(String pid) {
        return config().resolve(pid.replace('.', '/') + ".config");
    }

    /** The framework's own files: copies, made anew at every start. */
    Path cache() {
        return root.resolve("cache");
    }

    Path log() {
        return root.resolve("log");
    }

    Path lock() {
        return root.resolve("lock");
    }

    /** The list of bundles to start; all bundles of the image if it is absent. */
    Path current() {
        return root.resolve("current");
    }

    /** The socket on which the box's shell answers. */
    Path socket() {
        return root.resolve("run").resolve("shell.sock");
    }
}
