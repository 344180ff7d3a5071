// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes the next version of a bundle: the same content under a greater Bundle-Version. */
final class NextVersion {
    static final String VERSION = "0.2.0";

    private static final Attributes.Name BUNDLE_VERSION = new Attributes.Name("Bundle-Version");

    private NextVersion() { }

    /** Writes the next version of a bundle's jar to a file. */
    static void write(Path jar, Path next) throws IOException {
        try (JarFile from = new JarFile(jar.toFile());
             OutputStream file = Files.newOutputStream(next)) {
            Manifest manifest = new Manifest(from.getManifest());
            manifest.getMainAttributes().put(BUNDLE_VERSION, VERSION);
            try (JarOutputStream to = new JarOutputStream(file, manifest)) {
                for (JarEntry entry : Collections.list(from.entries())) {
                    if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        to.putNextEntry(new JarEntry(entry.getName()));
                        from.getInputStream(entry).transferTo(to);
                        to.closeEntry();
                    }
                }
            }
        }
    }
}
