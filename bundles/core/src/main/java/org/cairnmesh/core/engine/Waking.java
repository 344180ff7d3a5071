// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.cairnmesh.core.feed.Identity;

/**
 * The identity that a box has when it starts, and what people should know about it. On another
 * machine a box gets new keys, so that it and the one that its disk was copied from are two
 * devices; the log stays, and goes on in a new feed.
 */
record Waking(Identity identity, Optional<String> notice) {
    private static final DateTimeFormatter STAMP =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * Opens the identity in a home, or makes one.
     *
     * @throws IOException if the identity cannot be read or made; the message says what to do
     */
    static Waking in(Path home, Machine machine, RandomGenerator random, Instant now)
        throws IOException {
        Path file = home.resolve("identity");
        Path names = home.resolve("machine");
        Machine before = MachineFile.read(names);
        if (!Files.exists(file) || !machine.isAnotherThan(before)) {
            Identity identity = IdentityFile.open(file, random);
            Machine all = machine.with(before);
            return new Waking(identity, all.equals(before) ? Optional.empty() : noted(names, all));
        }
        Path aside;
        try {
            aside = setAside(file, now);
        } catch (IOException e) {
            return new Waking(IdentityFile.open(file, random), Optional.of("this box runs on "
                + "another machine than before and needs new keys, but " + file
                + " cannot be moved: " + e.getMessage()));
        }
        Identity identity = IdentityFile.open(file, random);
        noted(names, machine);
        return new Waking(identity, Optional.of("this box runs on another machine than before, as "
            + "if its disk had been moved or copied: it is a new device now, " + identity.device()
            + ", and goes on in a new feed; its former keys are in " + aside
            + ", to be put back as " + file + " if only parts of the machine were replaced"));
    }

    /** Without the file the box works; it just cannot tell when it is moved. */
    private static Optional<String> noted(Path names, Machine machine) {
        try {
            MachineFile.write(names, machine);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it cannot be noted on which machine this box runs: " + e);
        }
    }

    /** The file keeps its permissions: only its owner reads it. */
    private static Path setAside(Path file, Instant now) throws IOException {
        String name = file.getFileName() + ".before-" + STAMP.format(now);
        Path aside = file.resolveSibling(name);
        for (int i = 2; Files.exists(aside); i++) {
            aside = file.resolveSibling(name + "-" + i);
        }
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        return aside;
    }
}
