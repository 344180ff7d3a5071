// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The reducer of records as it would be after a change of what it folds: with a next number. */
final class NextReducer {
    private static final String CLASS = "org/cairnmesh/reducer/schema/SchemaReducer";
    private static final Path SOURCES =
        Path.of("..", "..", "bundles", "reducer-schema", "src", "main", "java");
    private static final Pattern VERSION =
        Pattern.compile("(public int version\\(\\) \\{\\s*return )(\\d+);");

    private NextReducer() { }

    /** Compiles the changed class from its source, and makes the next version of the bundle. */
    static void make() throws IOException {
        Path changed = Path.of("target", "next-reducer");
        Path source = changed.resolve(CLASS + ".java");
        Files.createDirectories(source.getParent());
        Matcher version = VERSION.matcher(Files.readString(SOURCES.resolve(CLASS + ".java")));
        if (!version.find()) {
            throw new IOException("no version in the source of " + CLASS);
        }
        int next = Integer.parseInt(version.group(2)) + 1;
        Files.writeString(source, version.replaceFirst("$1" + next + ";"));
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null,
            "--release", "17", "-proc:none", "-cp", System.getProperty("java.class.path"),
            "-d", changed.toString(), source.toString());
        if (failed != 0) {
            throw new IOException("the next " + CLASS + " does not compile");
        }
        NextVersion.of("reducer-schema", Map.of(CLASS + ".class",
            Files.readAllBytes(changed.resolve(CLASS + ".class"))));
    }
}
