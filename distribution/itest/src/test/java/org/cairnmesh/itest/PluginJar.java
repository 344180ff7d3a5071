// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.cairnmesh.api.reduce.Reducer;

/** Makes a bundle of one class of the tests, a reducer that Declarative Services registers. */
final class PluginJar {
    private static final String IMPORTS = List.of("data", "event", "record", "reduce").stream()
        .map(name -> "org.cairnmesh.api." + name + ";version=\"[1.0,2)\"")
        .collect(Collectors.joining(","));
    private static final String COMPONENT = "OSGI-INF/reducer.xml";

    private PluginJar() { }

    /** Where the bundle of a reducer is. */
    static Path of(Class<? extends Reducer> reducer) {
        return Path.of("target", "plugins", reducer.getSimpleName() + ".jar").toAbsolutePath();
    }

    static void make(Class<? extends Reducer> reducer) throws IOException {
        Files.createDirectories(of(reducer).getParent());
        String entry = reducer.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(of(reducer));
             JarOutputStream jar = new JarOutputStream(file, manifest(reducer));
             InputStream content = reducer.getClassLoader().getResourceAsStream(entry)) {
            jar.putNextEntry(new JarEntry(entry));
            content.transferTo(jar);
            jar.putNextEntry(new JarEntry(COMPONENT));
            jar.write(component(reducer).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Manifest manifest(Class<? extends Reducer> reducer) {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", reducer.getName());
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue("Import-Package", IMPORTS);
        main.putValue("Service-Component", COMPONENT);
        main.putValue("Require-Capability",
            "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        return manifest;
    }

    private static String component(Class<? extends Reducer> reducer) {
        return """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s"
                immediate="true">
              <implementation class="%1$s"/>
              <service><provide interface="%2$s"/></service>
            </scr:component>
            """.formatted(reducer.getName(), Reducer.class.getName());
    }
}
