// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code cairn sh}: hands one command, or the lines of the standard input, to a running box.
 *
 * <p>One argument is a line that the box parses, with its pipes; several are a command whose
 * arguments arrive as they are, for the user's own shell has parsed them already.
 */
record ShellCommand(Path home, List<String> words) {
    private static final Set<String> VALUED = Set.of("--home");

    ShellCommand {
        words = List.copyOf(words);
    }

    /** Reads the words after {@code sh}; {@code user} is the home directory of who runs it. */
    static Outcome<ShellCommand> read(List<String> words, Path user) throws IOException {
        return Options.read(words, VALUED, Set.of()).then(options -> Home.path(options, user)
            .then(home -> Outcome.done(new ShellCommand(home, options.rest()))));
    }

    /**
     * The exit status: that of the command, or of the last line that failed.
     *
     * @param prompted whether a person is asked for each line
     */
    int run(ShellClient box, BufferedReader in, boolean prompted, PrintStream out,
            PrintStream err) throws IOException {
        if (words.isEmpty()) {
            return lines(box, in, prompted, out, err);
        }
        int status = words.size() == 1 ? box.line(words.get(0), out, err)
            : box.run(words, out, err);
        out.flush();
        return status;
    }

    private int lines(ShellClient box, BufferedReader in, boolean prompted, PrintStream out,
                      PrintStream err) throws IOException {
        String prompt = prompted ? boxName() + "> " : "";
        int failed = 0;
        while (!box.over()) {
            out.print(prompt);
            out.flush();
            Optional<String> line = Optional.ofNullable(in.readLine());
            if (line.isEmpty()) {
                out.print(prompted ? System.lineSeparator() : "");
                break;
            }
            if (!line.get().isBlank()) {
                int status = box.line(line.get(), out, err);
                failed = status == 0 ? failed : status;
            }
        }
        out.flush();
        return failed;
    }

    private String boxName() throws IOException {
        return String.valueOf(
            new ConfigFile(new Home(home), BoxConfig.PID).read().getOrDefault("name", "cairn"));
    }
}
