// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.runtime.ShellClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShellClientTest {
    private static final ShellClient.Hello HELLO =
        new ShellClient.Hello(Path.of("/field"), "ana", 72, false);

    @TempDir
    Path home;
    private ShellFixture box;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() throws IOException {
        box = ShellFixture.in(home, false);
    }

    @AfterEach
    void close() throws IOException {
        box.close();
    }

    @Test
    void saysWhoAsksBeforeAnythingElse() throws IOException {
        try (ShellClient client = connect()) {
            assertEquals("1\0/field\0ana\00072\0000", client.line("hello").out());
        }
    }

    @Test
    void handsOnArgumentsExactlyAsTheyAre() throws IOException {
        try (ShellClient client = connect()) {
            Answer answer = client.run("note", "R-100", "", "it cost $5 \"maybe\" | é\n", "");

            assertEquals(new Answer(0, "[note, R-100, , it cost $5 \"maybe\" | é\n, ]\n", ""),
                answer);
        }
    }

    @Test
    void tellsOutputFromErrorsAndGivesTheStatus() throws IOException {
        try (ShellClient client = connect()) {
            assertEquals(new Answer(3, "", "no such record\n"), client.line("fail"));
            assertEquals(new Answer(0, "line view\n", ""), client.line("view"));
        }
    }

    @Test
    void putsPiecesOfACharacterTogether() throws IOException {
        try (ShellClient client = connect()) {
            assertEquals("é", client.line("split").out());
        }
    }

    @Test
    void takesACommandUpToTheBoundAndRefusesItPast() throws IOException {
        try (ShellClient client = connect()) {
            String most = "x".repeat(ShellClient.MESSAGE_BYTES_MAX);

            IOException failure = assertThrows(IOException.class, () -> client.line(most + "x"));

            assertEquals("a command is at most 1048576 bytes long", failure.getMessage());
            assertEquals("long\n", client.line(most).out());
        }
    }

    @Test
    void refusesACommandWithTheSeparatorInIt() throws IOException {
        try (ShellClient client = connect()) {
            assertThrows(IllegalArgumentException.class, () -> client.run("note", "a\0b"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cut,the box went away before it answered",
        "die,the box went away before it answered",
        "huge,the box speaks another protocol",
        "foreign,the box speaks another protocol",
    })
    void failsOnAnAnswerThatIsNone(String line, String message) throws IOException {
        try (ShellClient client = connect()) {
            IOException failure = assertThrows(IOException.class, () -> client.line(line));

            assertEquals(message, failure.getMessage());
        }
    }

    @Test
    void isOverOnceTheBoxSaysSo() throws IOException {
        try (ShellClient client = connect()) {
            assertFalse(client.over());
            assertEquals(0, client.line("quit").status());

            assertTrue(client.over());
            assertThrows(IOException.class, () -> client.line("view"));
        }
    }

    @Test
    void showsWhyABoxRefusesASession() throws IOException {
        box.close();
        box = ShellFixture.in(home, true);

        try (ShellClient client = connect()) {
            Answer answer = client.line("view");

            assertEquals(new Answer(1, "", "too many sessions\n"), answer);
        }
    }

    @Test
    void saysHowToStartABoxWhereNoneRuns(@TempDir Path empty) throws IOException {
        String line = "no box is running in " + empty + " (start one: cairn run --home " + empty
            + ")";

        assertEquals(line, assertThrows(IOException.class,
            () -> ShellClient.connect(empty, HELLO)).getMessage());
        leaveSocketOfADeadBox(empty);

        assertEquals(line, assertThrows(IOException.class,
            () -> ShellClient.connect(empty, HELLO)).getMessage());
        assertFalse(ShellClient.answers(empty));
        assertTrue(ShellClient.answers(home));
    }

    @Test
    void tellsWhyABoxIsNotReady(@TempDir Path empty) {
        assertEquals(Optional.of("no log"), ShellClient.unready(home));
        assertEquals(Optional.of("no log"), ShellClient.unready(home));
        assertEquals(Optional.empty(), ShellClient.unready(home));
        assertEquals(Optional.of("no box is running in " + empty + " (start one: cairn run --home "
            + empty + ")"), ShellClient.unready(empty));
    }

    @Test
    void runsOneWordAsALineAndSeveralAsACommand() throws IOException {
        assertEquals(0, sh("", false, "view | grep x"));
        assertEquals(0, sh("", false, "view", "--form", "a b"));

        assertEquals("line view | grep x\n[view, --form, a b]\n", out());
    }

    @Test
    void runsEachLineOfTheInputAndEndsWithTheLastFailure() throws IOException {
        assertEquals(3, sh("view\n\n  \nfail\nfront", false));

        assertEquals("line view\nline front\n", out());
        assertEquals("no such record\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void asksAPersonByTheNameOfTheBoxUntilTheyQuit() throws IOException {
        new ConfigFile(new Home(home), BoxConfig.PID).write(Map.of("name", "base"));

        assertEquals(0, sh("view\nquit\nview\n", true));

        assertEquals("base> line view\nbase> ", out());
    }

    private static void leaveSocketOfADeadBox(Path home) throws IOException {
        Path socket = Files.createDirectories(home.resolve("run")).resolve("shell.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
    }

    private int sh(String input, boolean prompted, String... words) throws IOException {
        try (ShellClient client = connect();
             PrintStream outPrinted = new PrintStream(out, true, StandardCharsets.UTF_8);
             PrintStream errPrinted = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            return new ShellCommand(home, List.of(words)).run(client,
                new BufferedReader(new StringReader(input)), prompted, outPrinted, errPrinted);
        }
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private ShellClient connect() throws IOException {
        return ShellClient.connect(home, HELLO);
    }
}
