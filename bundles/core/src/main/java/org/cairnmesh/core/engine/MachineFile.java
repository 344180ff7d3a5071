// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/** The file beside the identity that says on which machine it was made, a name on a line. */
final class MachineFile {
    /** More names are not kept: a machine has a handful. */
    static final int NAMES_MAX = 64;

    private static final String HARDWARE = "hardware ";
    private static final String IMAGE = "image ";

    private MachineFile() { }

    /** What the file says; nothing if it is absent, cannot be read, or says something else. */
    static Machine read(Path file) {
        Set<String> hardware = new TreeSet<>();
        Set<String> image = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(HARDWARE)) {
                    hardware.add(line.substring(HARDWARE.length()));
                } else if (line.startsWith(IMAGE)) {
                    image.add(line.substring(IMAGE.length()));
                }
            }
        } catch (IOException e) {
            return new Machine(Set.of(), Set.of());
        }
        return new Machine(hardware, image);
    }

    /** Writes the names, unless there are too many to be those of one machine. */
    static void write(Path file, Machine machine) throws IOException {
        if (machine.hardware().size() + machine.image().size() > NAMES_MAX) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        machine.hardware().forEach(name -> lines.append(HARDWARE).append(name).append('\n'));
        machine.image().forEach(name -> lines.append(IMAGE).append(name).append('\n'));
        Path made = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(made, lines);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
