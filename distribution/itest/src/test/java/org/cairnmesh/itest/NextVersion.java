// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipOutputStream;

/** Makes the next version of a bundle out of its jar. */
final class NextVersion {
    static final String VERSION = "0.2.0";

    private NextVersion() { }

    /** Where the next version of a bundle is. */
    static Path jar(String artifact) {
        return Path.of("target", "next", artifact + ".jar").toAbsolutePath();
    }

    /** The same content under the next version. */
    static void of(String artifact) throws IOException {
        of(artifact, Map.of());
    }

    /** The same content but for some entries, under the next version. */
    static void of(String artifact, Map<String, byte[]> changed) throws IOException {
        Files.createDirectories(jar(artifact).getParent());
        try (JarFile now = new JarFile(BoxUnderTest.jar(artifact).toFile());
             OutputStream file = Files.newOutputStream(jar(artifact));
             ZipOutputStream next = new ZipOutputStream(file)) {
            if (changed.keySet().stream().anyMatch(name -> now.getEntry(name) == null)) {
                throw new IOException(artifact + " lacks one of " + changed.keySet());
            }
            next.putNextEntry(new JarEntry(JarFile.MANIFEST_NAME));
            next.write(manifest(now.getManifest()));
            for (JarEntry entry : now.stream().toList()) {
                if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    next.putNextEntry(new JarEntry(entry.getName()));
                    next.write(changed.getOrDefault(entry.getName(), content(now, entry)));
                }
            }
        }
    }

    private static byte[] manifest(Manifest manifest) throws IOException {
        manifest.getMainAttributes().putValue("Bundle-Version", VERSION);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }

    private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }
}
