// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackage;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.cm.file.ConfigurationHandler;
import org.ops4j.pax.exam.Option;

/**
 * A box in a framework of Pax Exam: the bundles of the image but the shell, and a fresh home under
 * {@code target}. Used before the framework starts, on the flat class path.
 */
final class BoxUnderTest {
    private static final List<String> BUNDLES = List.of("org.osgi.util.function",
        "org.osgi.util.promise", "org.osgi.service.component", "org.apache.felix.configadmin",
        "org.apache.felix.scr", "bcprov-jdk18on", "h2-mvstore", "api", "node", "core", "store",
        "reducer-schema", "transport-sim");

    private final String name;
    private final Path home;
    private final double clockScale;

    private BoxUnderTest(String name, Path home, double clockScale) {
        this.name = name;
        this.home = home;
        this.clockScale = clockScale;
    }

    /**
     * A box without a transport, in a home that is emptied.
     *
     * @param clockScale seconds of the box's clock that pass in a second
     */
    static BoxUnderTest fresh(Class<?> test, double clockScale) throws IOException {
        String name = test.getSimpleName();
        Path home = Path.of("target", "home", name).toAbsolutePath();
        delete(home);
        // A framework that was killed has left its bundles there, and they would start again.
        delete(framework(name));
        return new BoxUnderTest(name, home, clockScale).configured("org.cairnmesh.box", Map.of(
            "home", home.toString(), "name", name, "space", "demo-it",
            "in.clear", true, "clock.scale", clockScale, "console", false,
            "framework.started.millis", System.currentTimeMillis()));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> old = Files.walk(directory)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Path framework(String name) {
        return Path.of("target", "exam", name).toAbsolutePath();
    }

    /** How long a draft waits for engine and log, and how many may. */
    BoxUnderTest patient(long waitMillis, int waitingMax) throws IOException {
        return configured("org.cairnmesh.node",
            Map.of("wait.millis", waitMillis, "waiting.max", waitingMax));
    }

    /** Joined to an air of its own, which ends with the JVM. */
    BoxUnderTest onAir() throws IOException {
        return configured("org.cairnmesh.transport.sim",
            Map.of("air.port", Air.start(clockScale), "name", name));
    }

    private BoxUnderTest configured(String pid, Map<String, Object> values) throws IOException {
        Path file = home.resolve("config").resolve(pid.replace('.', '/') + ".config");
        Files.createDirectories(file.getParent());
        Hashtable<String, Object> written = new Hashtable<>(values);
        written.put("service.pid", pid);
        try (OutputStream out = Files.newOutputStream(file)) {
            ConfigurationHandler.write(out, written);
        }
        return this;
    }

    Option[] options() {
        return new Option[] {
            composite(BUNDLES.stream().map(BoxUnderTest::jar)
                .map(path -> bundle(path.toUri().toString())).toArray(Option[]::new)),
            frameworkProperty("felix.cm.dir").value(home.resolve("config").toString()),
            workingDirectory(framework(name).toString()),
            // Pax Exam's own bundles log through it.
            systemPackage("org.slf4j;version=1.7.36"),
            junitBundles()
        };
    }

    /** Where the build put a bundle. */
    static Path jar(String artifact) {
        return Path.of("target", "bundles", artifact + ".jar").toAbsolutePath();
    }
}
