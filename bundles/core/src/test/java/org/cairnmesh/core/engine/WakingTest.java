// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.core.feed.Pen;
import org.cairnmesh.core.fold.Registers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box starts on machines that are directories. */
class WakingTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:11:12Z");

    @TempDir
    Path directory;
    private Path home;
    private Path root;
    private long draws;

    @BeforeEach
    void make() throws IOException {
        home = Files.createDirectory(directory.resolve("home"));
        root = directory.resolve("machine-a");
    }

    private void says(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void serial(String serial) throws IOException {
        says("proc/device-tree/serial-number", serial + "\0");
    }

    private void network(String name, String bus, String assigned, String address)
        throws IOException {
        Path device = Files.createDirectories(root.resolve("sys/devices/" + bus));
        says("sys/class/net/" + name + "/address", address + "\n");
        says("sys/class/net/" + name + "/addr_assign_type", assigned + "\n");
        Files.createSymbolicLink(root.resolve("sys/class/net/" + name + "/device"), device);
    }

    private Waking wake() throws IOException {
        return Waking.in(home, Machine.look(root), new Random(draws++), NOW);
    }

    private DeviceId device() throws IOException {
        return wake().identity().device();
    }

    /** The names of the files in the home. */
    private Set<String> files() throws IOException {
        try (var all = Files.list(home)) {
            return new TreeSet<>(all.map(f -> f.getFileName().toString()).toList());
        }
    }

    @Test
    void aDiskThatWakesUpInAnotherMachineIsANewDevice() throws IOException {
        serial("10000000aaaa");
        says("etc/machine-id", "the id of the image\n");
        DeviceId first = device();
        byte[] keys = Files.readAllBytes(home.resolve("identity"));
        serial("10000000bbbb");

        Waking waking = wake();

        assertNotEquals(first, waking.identity().device());
        assertTrue(waking.notice().orElseThrow().contains("identity.before-20261120T101112Z"));
        Path aside = home.resolve("identity.before-20261120T101112Z");
        assertEquals(List.of(keys[0], keys[63]), List.of(Files.readAllBytes(aside)[0],
            Files.readAllBytes(aside)[63]));
        assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)));
        Waking again = wake();
        assertEquals(waking.identity().device(), again.identity().device());
        assertTrue(again.notice().isEmpty());
    }

    @Test
    void eachMoveKeepsTheFormerKeys() throws IOException {
        for (String serial : List.of("1a", "2b", "3c")) {
            serial(serial);
            wake();
        }

        assertEquals(Set.of("identity", "machine", "identity.before-20261120T101112Z",
            "identity.before-20261120T101112Z-2"), files());
    }

    @Test
    void whatIsAbsentOrCannotBeReadMakesNoNewDevice() throws IOException {
        DeviceId first = device();
        assertEquals(first, device(), "no names at all");
        serial("10000000aaaa");
        assertEquals(first, device(), "the first name");
        Files.delete(root.resolve("proc/device-tree/serial-number"));
        assertEquals(first, device(), "the name has gone");
        serial("0000000000000000");
        assertEquals(first, device(), "a name of zeros");
        says("etc/machine-id", "uninitialized");
        assertEquals(first, device(), "an id that was not drawn");
        Files.createDirectories(root.resolve("proc/device-tree/other"));
        serial("10000000aaaa");
        assertEquals(first, device(), "the name is back");
        Files.write(home.resolve("machine"), new byte[] {-1, 0, 10, -1});
        assertEquals(first, device(), "a damaged file");
    }

    @Test
    void oneFormerNameIsEnoughToBeTheSameMachine() throws IOException {
        serial("10000000aaaa");
        network("eth0", "platform/eth", "0", "dc:a6:32:00:00:01");
        DeviceId first = device();

        serial("10000000bbbb");
        assertEquals(first, device());
        root = directory.resolve("machine-b");
        serial("10000000bbbb");
        assertEquals(first, device(), "a name that was added counts too");
        root = directory.resolve("machine-c");
        network("eth0", "platform/eth", "0", "dc:a6:32:00:00:02");
        assertNotEquals(first, device());
    }

    @Test
    void anAdapterThatIsSwappedOrInventsItsAddressNamesNothing() throws IOException {
        network("usb0", "pci0/usb1/1-1", "0", "00:11:22:33:44:55");
        network("wlan0", "platform/wlan", "3", "02:11:22:33:44:55");
        says("sys/class/net/lo/address", "00:00:00:00:00:00");
        says("sys/class/net/bridge/address", "02:42:00:00:00:01");
        says("sys/class/net/bridge/addr_assign_type", "0");

        assertEquals(new Machine(Set.of(), Set.of()), Machine.look(root));
    }

    @Test
    void withoutNamesOfHardwareTheImageIsCompared() throws IOException {
        says("etc/machine-id", "one\n");
        DeviceId first = device();
        assertEquals(first, device());

        says("etc/machine-id", "two\n");

        assertNotEquals(first, device());
    }

    @Test
    void theSystemMayBeInstalledAnewOnTheSameMachine() throws IOException {
        serial("10000000aaaa");
        says("etc/machine-id", "one\n");
        DeviceId first = device();

        says("etc/machine-id", "two\n");

        assertEquals(first, device());
    }

    @Test
    void theFileTellsNobodyWhatTheNamesAre() throws IOException {
        serial("10000000aaaa");

        wake();

        String file = Files.readString(home.resolve("machine"));
        assertTrue(file.matches("hardware [0-9a-f]{32}\n"), file);
        assertFalse(file.contains("aaaa"));
    }

    @Test
    void namesBeyondTheBoundAreNotKept() throws IOException {
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < MachineFile.NAMES_MAX; i++) {
            names.add("n" + i);
        }
        Path file = home.resolve("machine");
        MachineFile.write(file, new Machine(names, Set.of()));
        assertEquals(names, MachineFile.read(file).hardware());

        MachineFile.write(file, new Machine(names, Set.of("one more")));

        assertEquals(new Machine(names, Set.of()), MachineFile.read(file));
    }

    @Test
    void theLogStaysAndGoesOnInANewFeedOfTheNewDevice() {
        Rig rig = new Rig();
        rig.set("k", "sealed");
        rig.seal();
        rig.set("k", "staged");

        Box before = rig.box;
        Rig moved = new Rig(new Box(new Pen(7).identity, before.name(), before.space(),
            before.spaceName(), new Random(7), List.of("it was moved")), rig.log);
        moved.set("j", "after");
        moved.seal();

        assertEquals(List.of("staged"), moved.values("k"));
        assertEquals(List.of("after"), moved.values("j"));
        assertEquals(2, moved.snapshot().feeds().size());
        assertTrue(moved.snapshot().problems().contains("it was moved"));
        moved.start();
        assertEquals(List.of("staged"), moved.values("k"));
        assertEquals(moved.heads("k").get(0), Registers.heads(
            moved.snapshot().documents(Registers.NAME), "k").get(0));
        assertEquals(0, moved.snapshot().holding().unreadable());
    }
}
