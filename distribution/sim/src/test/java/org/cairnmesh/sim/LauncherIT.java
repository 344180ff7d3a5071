// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cairnmesh.sim.Script.Ran;
import org.cairnmesh.sim.Script.Started;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at the command line is one clear line and an exit status. */
@Timeout(value = 60, threadMode = SEPARATE_THREAD)
class LauncherIT {
    @TempDir
    private Path directory;
    private Path home;
    private Script script;

    @BeforeEach
    void create() {
        home = directory.resolve("h");
        script = new Script(directory);
    }

    @AfterEach
    void end() {
        script.close();
    }

    @Test
    void aHomeInUse() throws IOException {
        Started first = script.start("./cairn run --home " + home + " --name base");
        assertEquals("cairn: box base ready, home " + home, first.line());

        Ran second = script.run("./cairn run --home " + home);

        assertEquals(new Ran(1, "", "cairn: " + home + " is in use by process "
            + Files.readString(home.resolve("lock")).strip() + "\n"), second);
        assertTrue(first.process().isAlive());
        assertEquals(0, script.run("./cairn sh --home " + home + " status --json").status());
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran air = script.run("./cairn air --port " + other.getLocalPort());

            assertEquals(new Ran(1, "", "air: cannot serve on 127.0.0.1:" + other.getLocalPort()
                + ": Address already in use\n"), air);
        }
    }

    @Test
    void noJdk() throws IOException {
        // Everything that the script uses, but no java to fall back on.
        Path bin = Files.createDirectories(directory.resolve("bin"));
        for (String name : List.of("sh", "dirname", "readlink", "sed", "find", "head", "cat")) {
            Path tool = Files.writeString(bin.resolve(name), "#!/bin/sh\nexec "
                + (Files.exists(Path.of("/bin", name)) ? "/bin/" : "/usr/bin/") + name
                + " \"$@\"\n");
            assertTrue(tool.toFile().setExecutable(true));
        }

        Ran run = script.with("JAVA_HOME", home.toString()).with("PATH", bin.toString())
            .run("./cairn run --home " + home);

        assertEquals(new Ran(1, "", "cairn: needs a JDK, 17 or later: install one, or set"
            + " JAVA_HOME to it (JAVA_HOME is '" + home + "')\n"), run);
    }

    @Test
    void aCommandThatThereIsNot() throws IOException {
        assertEquals(new Ran(2, "", "cairn: unknown command 'rum' (see ./cairn --help)\n"),
            script.run("./cairn rum"));
    }

    @Test
    void anOptionThatThereIsNot() throws IOException {
        assertEquals(new Ran(2, "", "cairn: unknown option --hoem (see cairn --help)\n"),
            script.run("./cairn run --hoem " + home));
    }

    @Test
    void aScaledClockInASpaceThatIsNoDemo() throws IOException {
        assertEquals(new Ran(1, "", "cairn: --clock-scale is for spaces whose name starts with"
            + " demo, not for open\n"),
            script.run("./cairn run --home " + home + " --clock-scale 10"));
    }

    @Test
    void noBox() throws IOException {
        assertEquals(new Ran(1, "", "cairn: no box is running in " + home
            + " (start one: cairn run --home " + home + ")\n"),
            script.run("./cairn sh --home " + home + " view"));
    }
}
