// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.annotation.bundle.Capability;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The shell of a box on {@code HOME/run/shell.sock}, and on the console if so configured. It needs
 * Gogo and nothing else: bundles can be managed while the box itself does not run.
 */
@Component(service = {}, immediate = true, configurationPid = "org.cairnmesh.box",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Capability(namespace = "org.apache.felix.gogo", name = "shell.implementation", version = "1.0.0")
@Requirement(namespace = "org.apache.felix.gogo", name = "command.implementation",
    version = "1.0.0", effective = "active")
public final class ShellServer {
    private static final System.Logger LOG = System.getLogger(ShellServer.class.getName());

    private final List<Closeable> open = new ArrayList<>();

    /** What the launcher wrote. */
    @interface Config {
        /** An absolute path. */
        String home();

        /** Stands in the prompt of the console. */
        String name() default "cairn";

        /** Whether commands are read from the standard input. */
        boolean console() default false;
    }

    @Activate
    public ShellServer(Config config, @Reference CommandProcessor processor) {
        Path socket = Path.of(config.home()).resolve("run").resolve("shell.sock");
        try {
            open.add(new Listener(socket, processor));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "No shell at " + socket + ": " + e.getMessage());
        }
        if (config.console()) {
            open.add(ConsoleReader.standard(processor, config.name()));
        }
    }

    @Deactivate
    void close() {
        for (Closeable each : open) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "The shell did not close well: " + e);
            }
        }
    }
}
