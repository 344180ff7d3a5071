// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BoxConfigTest {
    private static final long STARTED = 1_700_000_000_123L;

    @TempDir
    Path directory;
    private Home home;

    @BeforeEach
    void create() throws IOException {
        home = new Home(directory.resolve("h"));
        home.create();
    }

    @Test
    void writesTypedValuesThatConfigAdminsOwnFormatGivesBack() throws IOException {
        start("--name", "base", "--space", "demo1", "--clock-scale", "100", "--in-clear",
            "--no-console");

        assertEquals(Map.of("service.pid", "org.cairnmesh.box", "home", home.root().toString(),
            "name", "base", "space", "demo1", "in.clear", true, "clock.scale", 100.0,
            "console", false,
            "framework.started.millis", STARTED, "store.key", ""), box().read());
        assertEquals(home.root().resolve("config/org/cairnmesh/box.config"), box().path());
    }

    @Test
    void keepsNameAndSpaceButNotTheOptionsOfOneRun() throws IOException {
        start("--name", "base", "--space", "demo1", "--clock-scale", "100", "--in-clear",
            "--no-console");

        BoxConfig config = start();

        assertEquals(new BoxConfig(home, "base", "demo1", false, 1.0, true, ""), config);
    }

    @Test
    void namesABoxAfterItsHostOnceAndLetsItsUserRenameIt() throws IOException {
        assertEquals("pi4", start().name());
        assertEquals("pi4", Refusals.done(settle("other.example.org")).name());
        assertEquals("north", start("--name", "north").name());
        assertEquals("north", start().name());
    }

    @Test
    void callsABoxBoxIfItsHostHasNoUsableName() throws IOException {
        assertEquals("box", Refusals.done(settle("")).name());
        assertEquals("box", Refusals.done(settle("a b")).name());
        assertEquals("a".repeat(32), Refusals.done(settle("a".repeat(60))).name());
    }

    @Test
    void keepsTheKeysThatAUserAdded() throws IOException {
        box().write(Map.of("name", "base", "colour", "blue", "limit", 7));

        start();

        assertEquals("blue", box().read().get("colour"));
        assertEquals(7, box().read().get("limit"));
        assertEquals("base", box().read().get("name"));
    }

    @Test
    void refusesToScaleTheClockOutsideDemoSpaces() throws IOException {
        assertEquals("1: --clock-scale is for spaces whose name starts with demo, not for open",
            Refusals.refusal(settle("pi4", "--clock-scale", "2")));
        assertFalse(Files.exists(box().path()));
        assertEquals(2.0, start("--clock-scale", "2", "--space", "demo").clockScale());
    }

    @Test
    void refusesAnotherSpaceOnceTheHomeHoldsData() throws IOException {
        start("--space", "wells");
        start("--space", "rivers");
        Files.createDirectory(home.data());

        assertEquals("1: " + home.root() + " was started in the space rivers; give another"
            + " --home, or type in its shell: space open wells",
            Refusals.refusal(settle("pi4", "--space", "wells")));
        assertEquals("rivers", start("--space", "rivers").space());
    }

    @Test
    void saysWhichFileDoesNotRead() throws IOException {
        start();
        for (String broken : List.of("name", "clock.scale=D\"fast\"")) {
            Files.writeString(box().path(), broken);

            IOException failure = assertThrows(IOException.class, this::start);

            assertTrue(failure.getMessage().startsWith(box().path() + " does not read ("),
                failure.getMessage());
        }
    }

    @Test
    void configuresTheAirForOneRun() throws IOException {
        ConfigFile air = new ConfigFile(home, AirConfig.PID);
        Refusals.done(air("--air", "radio:4700"));

        assertEquals(Map.of("service.pid", "org.cairnmesh.transport.sim", "air.host", "radio",
            "air.port", 4700, "name", "base", "written.by", "cairn run --air"), air.read());
        assertEquals(home.root().resolve("config/org/cairnmesh/transport/sim.config"), air.path());

        Refusals.done(air());

        assertFalse(Files.exists(air.path()));
    }

    @Test
    void neverTouchesAnAirThatItsUserConfigured() throws IOException {
        ConfigFile air = new ConfigFile(home, AirConfig.PID);
        air.write(Map.of("air.port", 99));

        Refusals.done(air());

        assertEquals("1: --air would replace your own " + air.path() + "; remove one of them",
            Refusals.refusal(air("--air", "4700")));
        assertEquals(99, air.read().get("air.port"));
    }

    @Test
    void leavesNothingButTheFilesThemselves() throws IOException {
        start();
        Refusals.done(air("--air", "4700"));

        try (Stream<Path> files = Files.walk(home.config())) {
            assertEquals(List.of("box.config", "sim.config"), files.filter(Files::isRegularFile)
                .map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private BoxConfig start(String... words) throws IOException {
        BoxConfig config = Refusals.done(settle("pi4.example.org", words));
        config.write(STARTED);
        return config;
    }

    private Outcome<BoxConfig> settle(String host, String... words) throws IOException {
        return BoxConfig.settle(options(words), home, host);
    }

    private Outcome<AirConfig> air(String... words) throws IOException {
        return new AirConfig(home).settle(options(words), "base");
    }

    private ConfigFile box() {
        return new ConfigFile(home, BoxConfig.PID);
    }

    private RunOptions options(String... words) throws IOException {
        return Refusals.done(RunOptions.read(List.of(words), directory));
    }
}
