// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cairnmesh.sim.Script.Ran;
import org.cairnmesh.sim.Script.Started;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands work, in the order in which they stand there, and its links lead on. */
@Timeout(value = 120, threadMode = SEPARATE_THREAD)
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh[^\\n]*)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)]*)?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    /** What a process that stays says once it is ready, by the kind of its block. */
    private static final Map<String, Pattern> READY = Map.of(
        "sh box", Pattern.compile("cairn: box \\S+ ready, home .*"),
        "sh air", Pattern.compile("air listening on .*"));
    private static final String DEMO = "./cairn demo";

    @TempDir
    private Path directory;

    /** A line of a block of commands. */
    private record Command(String kind, String line) { }

    @Test
    void everyCommandWorks() throws IOException {
        List<Started> stay = new ArrayList<>();
        int answered = 0;
        String port = free();
        try (Script script = new Script(directory)) {
            for (Command command : commands()) {
                String line = here(command.line(), port);
                if (READY.containsKey(command.kind())) {
                    Started started = script.start(line);
                    String said = started.line();
                    assertTrue(READY.get(command.kind()).matcher(said).matches(), said);
                    stay.add(started);
                } else if (!line.startsWith("mvn ") && !line.equals(DEMO)) {
                    Ran ran = script.run(line);
                    assertEquals(0, ran.status(), line + ": " + ran);
                    assertEquals("", ran.err(), line);
                    assertFalse(ran.out().isEmpty(), line);
                    answered++;
                }
            }
            for (Started started : stay) {
                assertTrue(started.process().isAlive(), "one that should stay has ended");
                String errors = Files.readString(started.errors());
                assertFalse(errors.contains(" WARNING ") || errors.contains(" ERROR "), errors);
            }
        }
        assertTrue(answered > 0 && stay.size() >= READY.size(), "the README shows no commands");
    }

    @Test
    void whatIsTypedArrivesAsItStandsThere() throws IOException {
        List<String> lines = commands().stream().map(Command::line)
            .map(line -> line.replaceFirst("^\\./cairn sh --home \\S+ ", "./cairn sh "))
            .filter(line -> line.startsWith("./cairn sh ")).toList();
        try (Script script = new Script(directory)) {
            for (String line : lines) {
                Ran typed = script.run("set -- " + line + "\nprintf '%s ' \"$@\"");

                assertEquals(line.replaceAll("['\"]", ""), typed.out().strip(),
                    "the user's shell changes it");
            }
        }
        assertFalse(lines.isEmpty());
    }

    @Test
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        List<String> ci = Files.readAllLines(SourceTree.ROOT.resolve(".ci/run")).stream()
            .map(line -> line.strip().replaceFirst("^JAVA_HOME=\\S+ ", "")).toList();
        List<String> shown = commands().stream().map(Command::line)
            .filter(line -> line.startsWith("mvn ")).toList();

        assertEquals(1, shown.size(), shown::toString);
        assertTrue(ci.contains(shown.get(0)), ".ci/run does not run " + shown.get(0));
    }

    @Test
    void theDemoIsStartedAsItsTestDoes() throws IOException {
        assertTrue(commands().contains(new Command("sh", DEMO)));
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(SourceTree.ROOT.resolve("README.md")));
        try (Stream<Path> files = Files.walk(SourceTree.ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        List<String> dead = new ArrayList<>();
        for (Path document : documents) {
            for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
                if (!ELSEWHERE.matcher(link.group(1)).matches()
                    && !Files.exists(document.resolveSibling(link.group(1)))) {
                    dead.add(SourceTree.ROOT.relativize(document) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), dead);
    }

    /** The line with homes in a directory of the test's own, and a port that is free. */
    private String here(String line, String port) throws IOException {
        return line.replace("/tmp/", directory + "/").replace(shownPort(), port);
    }

    /** The port that the README's air listens on. */
    private static String shownPort() throws IOException {
        return commands().stream().filter(command -> command.kind().equals("sh air"))
            .map(command -> command.line().replaceFirst(".* --port (\\d+).*", "$1"))
            .findFirst().orElseThrow();
    }

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static List<Command> commands() throws IOException {
        String readme = Files.readString(SourceTree.ROOT.resolve("README.md"));
        return BLOCK.matcher(readme).results().flatMap(block -> block.group(2).lines()
            .filter(line -> !line.isBlank())
            .map(line -> new Command(block.group(1), line))).toList();
    }
}
