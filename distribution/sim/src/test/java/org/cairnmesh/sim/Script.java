// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines typed into a user's own shell, {@code sh}, in the source tree. What was started and still
 * runs is killed in the end.
 */
final class Script implements Closeable {
    private final Path directory;
    private final Map<String, String> changed = new HashMap<>();
    private final List<Process> started = new ArrayList<>();

    /** What a line came to. */
    record Ran(int status, String out, String err) { }

    /** A line that was started, and the file that its standard error goes to. */
    record Started(Process process, Path errors) {
        /** The next line that it prints; fails with its errors if there is none. */
        String line() throws IOException {
            String line = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (line == null) {
                throw new AssertionError("it ended: " + Files.readString(errors));
            }
            return line;
        }
    }

    /** Errors go to files in the directory. */
    Script(Path directory) {
        this.directory = directory;
        changed.put("JAVA_HOME", System.getProperty("java.home"));
    }

    /** The same user with a variable of the environment changed. */
    Script with(String variable, String value) {
        changed.put(variable, value);
        return this;
    }

    /** Runs a line to its end. */
    Ran run(String line) throws IOException {
        Started started = start(line);
        started.process.getOutputStream().close();
        String out =
            new String(started.process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = started.process.onExit().join().exitValue();
        return new Ran(status, out, Files.readString(started.errors));
    }

    /** Starts a line; its standard input stays open, as that of a terminal. */
    Started start(String line) throws IOException {
        Path errors = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line)
            .directory(SourceTree.ROOT.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(changed);
        Process process = builder.start();
        started.add(process);
        return new Started(process, errors);
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
