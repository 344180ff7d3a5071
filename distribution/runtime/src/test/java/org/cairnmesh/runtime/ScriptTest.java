// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code cairn} in source trees and images made up for it, with a java that prints what
 * it is asked and a mvn that notes it. It never builds the real thing.
 */
@Timeout(60)
final class ScriptTest {
    private static final Path SOURCE = Path.of("").toAbsolutePath().resolve("../../cairn");
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path directory;
    private Path tree;
    private Path jdk;
    private Path tools;

    @BeforeEach
    void create() throws IOException {
        directory = directory.toRealPath();
        tree = Files.createDirectories(directory.resolve("tree"));
        copyScript(tree);
        for (String file : List.of("pom.xml", "bnd.bnd", "cnf/x.bnd", "bundles/a/src/main/A.java",
            "bundles/a/src/test/T.java", "distribution/runtime/src/conf/help.txt")) {
            write(tree.resolve(file), "");
        }
        write(tree.resolve("distribution/runtime/src/conf/help.txt"),
            Files.readString(Path.of("src/conf/help.txt")));
        age(tree);
        jdk = jdk("jdk", "21");
        tools = Files.createDirectories(directory.resolve("tools"));
        executable(tools.resolve("mvn"), "echo mvn \"$@\" >>" + directory + "/mvn.log\n"
            + "echo JAVA_HOME=$JAVA_HOME >>" + directory + "/mvn.log\n"
            + "[ ! -e " + directory + "/broken ] || { echo 'it is broken'; exit 7; }\n"
            + "mkdir -p distribution/runtime/target && : >distribution/runtime/target/cairn.tar.gz"
            + "\nmkdir -p distribution/sim/target/sim\n");
    }

    @Test
    void helpsWithoutJavaOrABuild() throws Exception {
        Ran help = run(tree.resolve("cairn"), Map.of("JAVA_HOME", "", "PATH", basics()), "--help");

        assertEquals(0, help.status(), help.err());
        for (String command : List.of("demo", "run", "sh", "air", "bench", "help")) {
            assertTrue(help.out().contains("example: ./cairn " + command), command);
        }
        assertEquals(help, run(tree.resolve("cairn"), Map.of(), "help"));
        assertEquals(help, run(tree.resolve("cairn"), Map.of()));
    }

    @Test
    void refusesAnUnknownCommandOnOneLine() throws Exception {
        assertEquals(new Ran(2, "", "cairn: unknown command 'rum' (see ./cairn --help)\n"),
            run(tree.resolve("cairn"), Map.of(), "rum"));
    }

    @Test
    void takesTheJavaOfPathIfJavaHomeHasNoneOrAnOldOne() throws Exception {
        Path old = jdk("old", "11");
        Path ancient = jdk("ancient", "1.8");

        for (Path home : List.of(directory.resolve("gone"), old, ancient)) {
            Ran ran = run(image(), Map.of("JAVA_HOME", home.toString(),
                "PATH", jdk.resolve("bin") + ":" + basics()), "sh");
            assertTrue(ran.out().startsWith(jdk + "/bin/java "), ran.toString());
        }
    }

    @Test
    void saysWhatIsMissingIfThereIsNoJava17() throws Exception {
        Path old = jdk("old", "11");

        assertEquals(new Ran(1, "", "cairn: needs a JDK, 17 or later: install one, or set"
            + " JAVA_HOME to it (JAVA_HOME is '" + old + "')\n"),
            run(image(), Map.of("JAVA_HOME", old.toString(), "PATH", basics()), "run"));
    }

    @Test
    void runsTheImageWithTheFlagsOfASmallBox() throws Exception {
        Path script = image();

        Ran ran = run(script, Map.of("CAIRN_JAVA_OPTS", "-Da=1 -Db=2"), "run", "--name", "a b");

        assertEquals(jdk + "/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms8m -Xmx256m"
            + " -Da=1 -Db=2 -Djdk.console=java.base -Dcairn.image=" + script.getParent()
            + " -cp " + script.getParent() + "/bin/* org.cairnmesh.runtime.Main run --name a_b\n",
            ran.out());
        assertEquals(0, ran.status());
    }

    @Test
    void silencesTheWarningsOfNewerJdks() throws Exception {
        Path newer = jdk("newer", "25");

        Ran ran = run(image(), Map.of("JAVA_HOME", newer.toString()), "sh");

        assertTrue(ran.out().contains(" --sun-misc-unsafe-memory-access=allow"
            + " --enable-native-access=ALL-UNNAMED "), ran.out());
    }

    @Test
    void worksThroughLinksFromAnywhereInDirectoriesWithBlanks() throws Exception {
        Path script = image("an image");
        Path links = Files.createDirectories(directory.resolve("a dir"));
        Path second = Files.createSymbolicLink(links.resolve("second"),
            links.relativize(script));
        Path first = Files.createSymbolicLink(links.resolve("first"), second.getFileName());

        Ran ran = run(first, Map.of(), "sh", "view");

        assertTrue(ran.out().contains(
            "-Dcairn.image=" + directory + "/an_image -cp "), ran.toString());
    }

    @Test
    void readsTextAsUtf8WhereNoLocaleIsSet() throws Exception {
        assertTrue(run(image(), Map.of("LANG", "C"), "sh").err().contains("LC_ALL=C.UTF-8"));
        assertTrue(run(image(), Map.of("LANG", "de_DE.utf8"), "sh").err().contains("LC_ALL=\n"));
    }

    @Test
    void saysThatAnImageHasNoDemo() throws Exception {
        assertEquals(new Ran(1, "", "cairn: there is no demo in this image; use a source tree\n"),
            run(image(), Map.of(), "demo"));
    }

    @Test
    void buildsWhatIsMissingOrOlderThanItsSourceAndNothingElse() throws Exception {
        Path script = tree.resolve("cairn");

        assertEquals(0, run(script, Map.of(), "run").status());
        assertEquals(List.of("mvn -B -ntp -q -DskipTests -pl distribution/runtime -am package",
            "JAVA_HOME=" + jdk), built());
        run(script, Map.of(), "run");
        run(script, Map.of(), "sh");
        write(tree.resolve("bundles/a/src/test/T.java"), "changed");
        write(tree.resolve("bundles/a/target/A.class"), "");
        run(script, Map.of(), "run");
        assertEquals(List.of(), built());
        write(tree.resolve("bundles/a/src/main/A.java"), "changed");
        run(script, Map.of(), "sh");
        assertEquals(2, built().size());
        run(script, Map.of(), "sh");
        assertEquals(List.of(), built());
        Files.delete(tree.resolve("bundles/a/src/main/A.java"));
        run(script, Map.of(), "sh");
        assertEquals(2, built().size());
    }

    @Test
    void buildsTheSimulatorForWhatNeedsIt() throws Exception {
        write(tree.resolve("distribution/sim/pom.xml"), "");
        age(tree);
        Path script = tree.resolve("cairn");

        Ran ran = run(script, Map.of(), "demo", "--seed", "7");

        assertEquals("mvn -B -ntp -q -DskipTests -pl distribution/runtime,distribution/sim -am"
            + " package", built().get(0));
        assertTrue(ran.out().endsWith("-cp " + tree
            + "/distribution/sim/target/sim/* org.cairnmesh.sim.Main demo --seed 7\n"), ran.out());
        run(script, Map.of(), "air");
        run(script, Map.of(), "run");
        assertEquals(List.of(), built());
    }

    @Test
    void showsTheOutputOfABuildOnlyIfItFails() throws Exception {
        write(directory.resolve("broken"), "");

        assertEquals(new Ran(1, "",
            "cairn: building...\nit is broken\ncairn: the build failed\n"),
            run(tree.resolve("cairn"), Map.of(), "run"));
        Files.delete(directory.resolve("broken"));
        assertTrue(run(tree.resolve("cairn"), Map.of(), "run").err()
            .startsWith("cairn: building...\nLC_ALL="));
    }

    @Test
    void saysWhatABuildLacks() throws Exception {
        Files.delete(jdk.resolve("bin/javac"));
        assertEquals("cairn: building needs a JDK with javac; " + jdk + " has none\n",
            run(tree.resolve("cairn"), Map.of(), "run").err());
        executable(jdk.resolve("bin/javac"), "");
        assertEquals("cairn: building needs Maven: install mvn\n",
            run(tree.resolve("cairn"), Map.of("PATH", basics()), "run").err());
        assertFalse(Files.exists(directory.resolve("mvn.log")));
    }

    /** What a run of the script came to. */
    record Ran(int status, String out, String err) { }

    private Ran run(Path script, Map<String, String> changed, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(args));
        Path err = Files.createTempFile(directory, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile())
            .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().put("PATH", tools + ":" + basics());
        builder.environment().putAll(changed);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }

    /** A search path with the usual commands, but without java and mvn. */
    private String basics() throws IOException {
        Path basics = directory.resolve("basics");
        if (!Files.exists(basics)) {
            for (String name : List.of("sh", "sed", "dirname", "readlink", "find", "head", "cat",
                "mkdir", "touch", "flock", "tr")) {
                for (Path bin : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
                    if (Files.exists(bin.resolve(name))) {
                        executable(basics.resolve(name), "exec " + bin.resolve(name) + " \"$@\"\n");
                    }
                }
            }
        }
        return basics.toString();
    }

    private Path image() throws IOException {
        return image("image");
    }

    private Path image(String name) throws IOException {
        Path image = Files.createDirectories(directory.resolve(name));
        copyScript(image);
        return image.resolve("cairn");
    }

    private static void copyScript(Path to) throws IOException {
        Files.deleteIfExists(to.resolve("cairn"));
        executable(to.resolve("cairn"), "");
        Files.writeString(to.resolve("cairn"), Files.readString(SOURCE));
    }

    /** A java that knows its version, and otherwise prints what it was asked to run. */
    private Path jdk(String name, String version) throws IOException {
        Path home = directory.resolve(name);
        executable(home.resolve("bin/java"), """
            if [ "$1" = -XshowSettings:properties ]; then
                echo 'Picked up JAVA_TOOL_OPTIONS: -Dx=java.specification.version' >&2
                echo '    java.home = HOME' >&2
                echo '    java.specification.version = VERSION' >&2
                exit
            fi
            echo "LC_ALL=${LC_ALL:-}" >&2
            printf '%s' "$0"
            for word; do printf ' %s' "$(printf %s "$word" | tr ' ' _)"; done
            echo
            """.replace("HOME", home.toString()).replace("VERSION", version));
        executable(home.resolve("bin/javac"), "");
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void age(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
    }

    /** What mvn was asked since the last time. */
    private List<String> built() throws IOException {
        Path log = directory.resolve("mvn.log");
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        Files.deleteIfExists(log);
        return lines;
    }
}
