// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cairnmesh.runtime.ShellClient;
import org.cairnmesh.runtime.ShellClient.Answer;

/** A box of the demo: a {@code cairn run} process, used as people use it, through its shell. */
final class DemoBox implements Closeable {
    private static final long STOP_SECONDS = 10;

    private final String name;
    private final Path home;
    private final Process process;
    private final ShellClient shell;

    DemoBox(Launch launch, String name, DemoOptions options, int airPort) throws IOException {
        this.name = name;
        this.home = launch.directory().resolve(name);
        this.process = launch.start("run", "--home", home.toString(), "--name", name,
            "--space", "demo-" + options.seed(), "--in-clear", "--air", Integer.toString(airPort),
            "--clock-scale", Double.toString(options.scale()), "--no-console");
        String line = process.inputReader().readLine();
        if (line == null) {
            throw new IOException("box " + name + " did not start; see " + home + ".log");
        }
        this.shell = connect();
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Another session on the box, for something that goes on beside the first. */
    ShellClient connect() throws IOException {
        return ShellClient.connect(home, new ShellClient.Hello(home.getParent(), "demo", 100,
            false));
    }

    /** What a command answers; an error is an exception that names the command. */
    String run(String... command) throws IOException {
        return answer(shell, command);
    }

    static String answer(ShellClient shell, String... command) throws IOException {
        Answer answer = shell.run(command);
        if (answer.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + answer.err().strip());
        }
        return answer.out();
    }

    /** What a line of the framework's own commands answers. */
    String line(String line) throws IOException {
        Answer answer = shell.line(line);
        if (answer.status() != 0 || !answer.err().isBlank()) {
            throw new IOException(line + ": " + answer.err().strip());
        }
        return answer.out();
    }

    Map<String, Object> status() throws IOException {
        return Json.object(run("status", "--json"));
    }

    List<Map<String, Object>> list(String... command) throws IOException {
        return Json.objects(run(command));
    }

    @Override
    public void close() throws IOException {
        try {
            shell.close();
            process.destroy();
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
