// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the programs of the demo with the java and the image that the demo itself runs from. */
final class Launch {
    private final Path image;
    private final Path directory;

    /** The image is the one that the {@code cairn} script names; logs go to the directory. */
    Launch(Path image, Path directory) {
        this.image = image;
        this.directory = directory;
    }

    Path image() {
        return image;
    }

    Path directory() {
        return directory;
    }

    /** Starts {@code air}, or {@code run} as a box; its errors go to a file of the given name. */
    Process start(String command, String... args) throws IOException {
        boolean box = command.equals("run");
        List<String> line = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms8m",
            box ? "-Xmx256m" : "-Xmx64m", "-Dcairn.image=" + image));
        if (Runtime.version().feature() >= 24) {
            line.add("--sun-misc-unsafe-memory-access=allow");
            line.add("--enable-native-access=ALL-UNNAMED");
        }
        line.add("-cp");
        line.add(box ? image.resolve("bin") + File.separator + "*"
            : System.getProperty("java.class.path"));
        line.add(box ? "org.cairnmesh.runtime.Main" : Main.class.getName());
        line.add(command);
        line.addAll(List.of(args));
        String log = box ? args[1].substring(args[1].lastIndexOf('/') + 1) : command;
        return new ProcessBuilder(line)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectError(directory.resolve(log + ".log").toFile()).start();
    }
}
