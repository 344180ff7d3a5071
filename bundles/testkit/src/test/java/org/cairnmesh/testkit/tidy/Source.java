// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the repository, by its path from the root, with slashes.
 *
 * @param code the text with comments and literals blanked, each character in its place
 */
record Source(String path, String text, String code) {
    private static final Pattern BUNDLE =
        Pattern.compile("bundles/(?:[^/]+/)*?([^/]+)/(src/.*|[^/]+)");
    private static final Pattern READ = Pattern.compile(".*\\.java|pom\\.xml|bnd\\.bnd");
    private static final Pattern SKIPPED = Pattern.compile("target|\\..+");

    static Source of(String path, String text) {
        return new Source(path, text, path.endsWith(".java") ? Literals.blank(text) : text);
    }

    /** Every file that a rule is about. */
    static List<Source> repository() {
        Path root = root();
        List<Source> sources = new ArrayList<>();
        collect(root, root, sources);
        return sources;
    }

    /** The directory with {@code cnf/} above the one that the test runs in. */
    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("cnf"))) {
                return at;
            }
        }
        throw new AssertionError("no directory with cnf/ above " + start);
    }

    private static void collect(Path root, Path directory, List<Source> into) {
        try (Stream<Path> list = Files.list(directory)) {
            for (Path path : list.sorted().toList()) {
                String name = path.getFileName().toString();
                if (Files.isDirectory(path) && !SKIPPED.matcher(name).matches()) {
                    collect(root, path, into);
                } else if (Files.isRegularFile(path) && READ.matcher(name).matches()) {
                    into.add(of(root.relativize(path).toString().replace('\\', '/'),
                        Files.readString(path, StandardCharsets.UTF_8)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    /** Whether it is Java that is shipped in a bundle: neither a test nor the test kit. */
    boolean isShipped() {
        return isMain() && !bundle().isEmpty() && !bundle().equals("testkit");
    }

    boolean isMain() {
        return isJava() && path.contains("/src/main/java/");
    }

    /** The folder of its bundle, or empty. */
    String bundle() {
        Matcher matcher = BUNDLE.matcher(path);
        return matcher.matches() ? matcher.group(1) : "";
    }

    String directory() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** The file's name without its ending. */
    String name() {
        return path.substring(directory().length()).replaceFirst("\\.[^.]+$", "");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    /** Where an offset is, as compilers write it. */
    String at(int offset) {
        return path + ":" + (1 + text.substring(0, offset).chars().filter(c -> c == '\n').count());
    }

    /** Where each match of a pattern in the code is, and what it is. */
    List<String> find(Pattern pattern) {
        return pattern.matcher(code).results()
            .map(m -> at(m.start()) + ": " + m.group().strip()).toList();
    }
}
