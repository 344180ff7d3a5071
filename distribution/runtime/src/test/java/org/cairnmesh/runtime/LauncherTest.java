// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Boxes as processes of their own, with bundles that stand in for those of the image. */
@Timeout(60)
final class LauncherTest {
    @TempDir
    Path directory;
    private Path image;
    private Path home;
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void create() throws IOException {
        image = Jars.image(directory.resolve("image"));
        home = directory.resolve("h");
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void saysReadyOnceItsStatusNamesNoProblemAndEndsCleanlyOnASignal() throws Exception {
        Process box = main("run", "--home", home.toString(), "--name", "base", "--no-console");

        assertEquals("cairn: box base ready, home " + home, firstLine(box));
        try (ShellClient client = ShellClient.connect(home, ShellClient.Hello.ofProcess())) {
            assertEquals("line view\n", client.line("view").out());
            assertEquals("3\n", client.line("asked").out());
        }
        box.destroy();
        assertEquals(0, box.waitFor());
        assertFalse(Files.exists(new Home(home).socket()), "its bundles were not stopped");
    }

    @Test
    void startsTheRestAndSaysOnOneLineEachWhichBundleDoesNotStartAndWhy() throws Exception {
        Files.writeString(Files.createDirectories(home).resolve("current"),
            "needy.jar\nthrower.jar\nbroken.jar\ngone.jar\nshell.jar\n");

        Process box = main("run", "--home", home.toString());
        firstLine(box);
        List<String> log = Files.readAllLines(home.resolve("log").resolve("cairn.log"));

        assertEquals(1, log.stream().filter(line -> line.contains(
            "WARNING runtime: bundle needy does not start: ")
            && line.contains("no.such.thing")).count(), log::toString);
        assertEquals(1, log.stream().filter(line -> line.contains(
            "WARNING runtime: bundle thrower does not start: ")
            && line.contains("no.such.Activator")).count(), log::toString);
        assertEquals(1, log.stream().filter(line -> line.contains(
            "WARNING runtime: bundle broken.jar is not installed: ")).count(), log::toString);
        assertEquals(1, log.stream().filter(line -> line.contains(
            "current names gone.jar, but there is no ")).count(), log::toString);
    }

    @Test
    void refusesAHomeThatAnotherProcessUses() throws Exception {
        Process first = main("run", "--home", home.toString());
        firstLine(first);

        Process second = main("run", "--home", home.toString(), "--name", "other");

        assertEquals(1, second.waitFor());
        assertEquals("cairn: " + home + " is in use by process " + first.pid(), errors(second));
        assertTrue(first.isAlive());
        assertFalse(Files.readString(new Home(home).config(BoxConfig.PID)).contains("other"));
    }

    @Test
    void startsAgainInTheHomeOfABoxThatWasKilled() throws Exception {
        Process killed = main("run", "--home", home.toString(), "--name", "base");
        firstLine(killed);
        killed.destroyForcibly().waitFor();

        Process next = main("run", "--home", home.toString());

        assertEquals("cairn: box base ready, home " + home, firstLine(next));
    }

    @Test
    void hasOneLineAndAStatusForWhatGoesWrong() throws Exception {
        assertOneLine(2, "unknown command 'rum' (see cairn --help)", "rum");
        assertOneLine(2, "--air needs a value", "run", "--air");
        assertOneLine(1, "no box is running in " + home + " (start one: cairn run --home " + home
            + ")", "sh", "--home", home.toString(), "view");
        assertOneLine(1, "--clock-scale is for spaces whose name starts with demo, not for open",
            "run", "--home", home.toString(), "--clock-scale", "9");
        Path file = Files.createFile(directory.resolve("file"));
        assertOneLine(1, "FileAlreadyExistsException " + file, "run", "--home", file.toString());
    }

    private void assertOneLine(int status, String line, String... args) throws Exception {
        Process process = main(args);

        assertEquals("cairn: " + line, errors(process));
        assertEquals(status, process.waitFor());
    }

    private Process main(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dcairn.image=" + image,
            "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        return line == null ? errors(process) : line;
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes()).strip();
    }
}
