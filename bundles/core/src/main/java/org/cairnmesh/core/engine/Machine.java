// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.core.feed.Crypto;

/**
 * What names the machine that a box runs on, as hashes: a copied disk has the same keys and wakes
 * up on another one. A source that is absent or cannot be read names nothing.
 *
 * @param hardware names that stay when the disk moves: the serial number of the device tree, and
 *                 the built-in addresses of network interfaces that are not on USB, because those
 *                 are swapped
 * @param image    names that move with the disk: the id that the system drew when it was installed
 */
record Machine(Set<String> hardware, Set<String> image) {
    private static final int HASH_BYTES = 16;
    private static final String BUILT_IN = "0";
    private static final byte[] LABEL = "cairn machine".getBytes(StandardCharsets.US_ASCII);

    Machine {
        hardware = Collections.unmodifiableSet(new TreeSet<>(hardware));
        image = Collections.unmodifiableSet(new TreeSet<>(image));
    }

    /** The machine whose file system has this root. */
    static Machine look(Path root) {
        Set<String> hardware = addresses(root.resolve("sys/class/net"));
        name(root.resolve("proc/device-tree/serial-number"))
            .ifPresent(serial -> hardware.add(hash("serial " + serial)));
        return new Machine(hardware, name(root.resolve("etc/machine-id"))
            .filter(id -> !id.equals("uninitialized"))
            .map(id -> Set.of(hash("system " + id))).orElse(Set.of()));
    }

    /** The addresses of the interfaces as far as they can be listed. */
    private static Set<String> addresses(Path directory) {
        Set<String> addresses = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                if (lasting(each)) {
                    name(each.resolve("address"))
                        .ifPresent(address -> addresses.add(hash("address " + address)));
                }
            }
            return addresses;
        } catch (IOException e) {
            return addresses;
        }
    }

    /** Whether an interface was built into this machine with the address that it has. */
    private static boolean lasting(Path network) throws IOException {
        Path device = network.resolve("device");
        return Files.exists(device) && !device.toRealPath().toString().contains("/usb")
            && text(network.resolve("addr_assign_type")).equals(BUILT_IN);
    }

    /** What a file says; nothing if it says no more than zeros. */
    private static Optional<String> name(Path file) {
        String text = text(file);
        return text.replaceAll("[0:]", "").isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static String hash(String name) {
        return Crypto.hash(LABEL, name.getBytes(StandardCharsets.UTF_8)).head(HASH_BYTES).hex();
    }

    /**
     * Whether this certainly is another machine than before: none of the former names is there.
     * Where hardware has names the image's do not count, since a copied disk has those too.
     */
    boolean isAnotherThan(Machine before) {
        return hardware.isEmpty() || before.hardware.isEmpty() ? others(image, before.image)
            : others(hardware, before.hardware);
    }

    private static boolean others(Set<String> now, Set<String> before) {
        return !now.isEmpty() && !before.isEmpty() && Collections.disjoint(now, before);
    }

    /** All names of both: one that cannot be read today may be there tomorrow. */
    Machine with(Machine before) {
        Set<String> allHardware = new TreeSet<>(before.hardware);
        allHardware.addAll(hardware);
        Set<String> allImage = new TreeSet<>(before.image);
        allImage.addAll(image);
        return new Machine(allHardware, allImage);
    }
}
