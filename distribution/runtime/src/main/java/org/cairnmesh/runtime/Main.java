// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a box: {@code run}, {@code sh}, {@code restore} and {@code help}.
 *
 * <p>Exit status 0 is success, 2 a command line that makes no sense, 1 anything else that went
 * wrong; whatever is not success says so on one line of the standard error. {@code sh} has the
 * status of the command that it ran. The system property {@code cairn.image} is the directory of
 * the image; without it, the one that this class was loaded from.
 */
public final class Main {
    private final PrintStream out;
    private final PrintStream err;
    private final Path user;

    private Main(PrintStream out, PrintStream err, Path user) {
        this.out = out;
        this.err = err;
        this.user = user;
    }

    /** Runs one command and ends the process with its status. */
    public static void main(String[] args) {
        Logs.prepare();
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        Main main = new Main(out, err, Path.of(System.getProperty("user.home")));
        System.exit(main.run(List.of(args)));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private int run(List<String> args) {
        try {
            return dispatch(args).end(status -> status, this::fail);
        } catch (IOException | UncheckedIOException e) {
            return fail(Outcome.FAILED, message(e));
        }
    }

    private int fail(int status, String line) {
        err.println("cairn: " + LogLine.oneLine(line));
        return status;
    }

    /** The JDK's file exceptions name the file only; the name of the exception says the rest. */
    private static String message(Exception e) {
        String text = Optional.ofNullable(e.getMessage()).orElse("");
        return text.contains(" ") ? text : e.getClass().getSimpleName() + " " + text;
    }

    private Outcome<Integer> dispatch(List<String> args) throws IOException {
        String command = args.isEmpty() ? "help" : args.get(0);
        List<String> rest = args.subList(Math.min(1, args.size()), args.size());
        return switch (command) {
            case "run" -> RunOptions.read(rest, user).then(options ->
                new Launcher(image(), InstantSource.system(), out, err).run(options));
            case "sh" -> ShellCommand.read(rest, user).then(this::shell);
            case "restore" -> Restore.run(rest, user).then(line -> {
                out.println("cairn: " + line);
                return Outcome.done(0);
            });
            case "help", "--help", "-h" -> {
                out.print(Files.readString(image().resolve("conf").resolve("help.txt")));
                yield Outcome.done(0);
            }
            default -> Outcome.misused("unknown command '" + command + "' (see cairn --help)");
        };
    }

    private Outcome<Integer> shell(ShellCommand command) throws IOException {
        BufferedReader in = new BufferedReader(
            new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (ShellClient box = ShellClient.connect(command.home(), ShellClient.Hello.ofProcess())) {
            return Outcome.done(command.run(box, in, System.console() != null, out, err));
        }
    }

    private static Path image() throws IOException {
        Optional<String> given = Optional.ofNullable(System.getProperty("cairn.image"));
        if (given.isPresent()) {
            return Path.of(given.get());
        }
        try {
            Path jar = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolveSibling("..").normalize();
        } catch (URISyntaxException e) {
            throw new IOException("the image is at no path: " + e.getMessage(), e);
        }
    }
}
