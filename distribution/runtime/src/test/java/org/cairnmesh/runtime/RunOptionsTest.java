// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RunOptionsTest {
    private static final Path USER = Path.of("/home/ana");

    @Test
    void runsInTheUsersHomeWithoutOptions() throws IOException {
        RunOptions options = Refusals.done(read());

        assertEquals(new RunOptions(USER.resolve(".cairn"), Optional.empty(), Optional.empty(),
            false, Optional.empty(), 1.0, true, Optional.empty()), options);
    }

    @Test
    void takesEveryOptionWithABlankOrAnEqualsSign() throws IOException {
        RunOptions blanks = Refusals.done(read("--home", "/b", "--name", "base", "--space",
            "demo", "--air", "4700", "--clock-scale", "100", "--in-clear",
            "--no-console", "--store-key", "/k"));
        RunOptions equals = Refusals.done(read("--home=/b", "--name=base", "--space=demo",
            "--air=127.0.0.1:4700", "--clock-scale=100", "--in-clear", "--no-console",
            "--store-key=/k"));

        assertEquals(new RunOptions(Path.of("/b"), Optional.of("base"), Optional.of("demo"),
            true, Optional.of(new Air("127.0.0.1", 4700)), 100.0, false,
            Optional.of("/k")), blanks);
        assertEquals(blanks, equals);
    }

    @Test
    void takesARelativeHomeFromTheWorkingDirectory() throws IOException {
        RunOptions options = Refusals.done(read("--home", "a/../b"));

        assertEquals(Path.of("").toAbsolutePath().resolve("b"), options.home());
    }

    @ParameterizedTest
    @CsvSource({"4700,127.0.0.1,4700", "radio:1,radio,1", "[::1]:65535,::1,65535"})
    void readsWhereTheAirIs(String text, String host, int port) throws IOException {
        RunOptions options = Refusals.done(read("--air", text));

        assertEquals(Optional.of(new Air(host, port)), options.air());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "65536", ":4700", "host:", "host", "h:4x", "-1", "99999999"})
    void refusesAnAirThatIsNone(String text) throws IOException {
        assertEquals("2: --air takes HOST:PORT or PORT (1 to 65535), not '" + text + "'",
            Refusals.refusal(read("--air", text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.0", "-1", "x", "NaN", "Infinity", "1e3", "10000.1", "1d"})
    void refusesAClockScaleThatIsNone(String text) throws IOException {
        assertEquals("2: --clock-scale takes a number above 0, at most 10000, not '" + text + "'",
            Refusals.refusal(read("--clock-scale", text)));
    }

    @Test
    void takesClockScalesUpToTheBound() throws IOException {
        assertEquals(10_000, Refusals.done(read("--clock-scale", "10000")).clockScale());
        assertEquals(0.5, Refusals.done(read("--clock-scale", "0.5")).clockScale());
    }

    @Test
    void refusesNamesThatAreNotOneWordWithinTheBound() throws IOException {
        String atTheBound = "é".repeat(16);

        assertEquals(Optional.of(atTheBound), Refusals.done(read("--name", atTheBound)).name());
        for (String name : List.of("", "a b", "a\nb", "a\u00a0b", "x" + atTheBound)) {
            assertEquals("2: --name takes 1 to 32 bytes without blanks, not '" + name + "'",
                Refusals.refusal(read("--name", name)));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--name|2: --name needs a value",
        "--nme x|2: unknown option --nme (see cairn --help)",
        "--no-console=1|2: unknown option --no-console=1 (see cairn --help)",
        "--name a --name b|2: --name is given twice",
        "base|2: run takes options only, not 'base'",
        "--home=|2: --home takes a directory",
    })
    void refusesWhatMakesNoSense(String words, String refusal) throws IOException {
        assertEquals(refusal, Refusals.refusal(read(words.split(" "))));
    }

    @Test
    void leavesWhatFollowsTheOptionsOfShToTheBox() throws IOException {
        ShellCommand command = Refusals.done(ShellCommand.read(
            List.of("--home", "/b", "view", "--json", "--home"), USER));
        ShellCommand escaped = Refusals.done(ShellCommand.read(List.of("--", "--odd"), USER));

        assertEquals(new ShellCommand(Path.of("/b"), List.of("view", "--json", "--home")), command);
        assertEquals(List.of("--odd"), escaped.words());
        assertFalse(escaped.home().toString().isEmpty());
    }

    private static Outcome<RunOptions> read(String... words) throws IOException {
        return RunOptions.read(List.of(words), USER);
    }
}
