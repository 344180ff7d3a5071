// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes small bundles out of classes of the tests. */
final class Jars {
    private Jars() { }

    static Path bundle(Path jar, String name, Map<String, String> headers, Class<?>... classes)
        throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        headers.forEach(attributes::putValue);
        try (OutputStream file = Files.newOutputStream(jar);
             JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(out);
                }
            }
        }
        return jar;
    }

    /** An image whose only bundles stand in for the shell of a box, and break. */
    static Path image(Path directory) throws IOException {
        Path bundles = Files.createDirectories(directory.resolve("bundle"));
        bundle(bundles.resolve("shell.jar"), "shell", Map.of(
            "Bundle-Activator", ShellFixture.class.getName(),
            "Import-Package", "org.osgi.framework"), ShellFixture.class);
        bundle(bundles.resolve("needy.jar"), "needy", Map.of("Import-Package", "no.such.thing"));
        bundle(bundles.resolve("thrower.jar"), "thrower", Map.of(
            "Bundle-Activator", "no.such.Activator"));
        Files.writeString(bundles.resolve("broken.jar"), "no jar at all");
        return directory;
    }
}
