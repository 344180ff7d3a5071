// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.cairnmesh.runtime.ShellClient;

/** A box of a test: a {@code cairn run} process, in a home that outlives it. */
final class RealBox implements Closeable {
    private final Path home;
    private final Process process;
    private final ShellClient shell;

    /** Starts a box and waits until it is ready. */
    RealBox(Path home) throws IOException {
        this.home = home;
        this.process = new Launch(SourceTree.IMAGE, home.getParent())
            .start("run", "--home", home.toString(), "--name", "base", "--no-console");
        String line = process.inputReader().readLine();
        if (line == null || !line.equals("cairn: box base ready, home " + home)) {
            process.destroyForcibly();
            throw new AssertionError("the box did not start: " + line + "\n" + errors());
        }
        this.shell = connect();
    }

    ShellClient connect() throws IOException {
        return ShellClient.connect(home,
            new ShellClient.Hello(home.getParent(), "amina", 100, false));
    }

    /** What a command answers; it must work. */
    String run(String... command) throws IOException {
        return DemoBox.answer(shell, command);
    }

    Map<String, Object> status() throws IOException {
        return Json.object(run("status", "--json"));
    }

    /** What this process has complained of, on its standard error and in the log of its home. */
    String errors() throws IOException {
        String errors = Files.readString(Path.of(home + ".log"));
        Path log = home.resolve("log").resolve("cairn.log");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return errors + String.join("\n", lines.stream()
            .filter(line -> line.contains(" WARNING ") || line.contains(" ERROR ")).toList());
    }

    /** Ends the process in the middle of whatever it does, as a loss of power would. */
    void kill() throws IOException {
        process.toHandle().destroyForcibly();
        shell.close();
        process.onExit().join();
    }

    @Override
    public void close() throws IOException {
        shell.close();
        process.destroy();
        process.onExit().join();
    }
}
