// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * The OSGi framework of a box with its bundles.
 *
 * <p>A bundle that cannot be installed, resolved or started is named, with the reason, on one line
 * of the log; the others start. {@link #stop} may be called by any thread at any time.
 */
final class RunningBox {
    private static final System.Logger LOG = System.getLogger("org.cairnmesh.runtime");

    private final Framework framework;

    private RunningBox(Framework framework) {
        this.framework = framework;
    }

    /** A framework that is not started yet, over an empty cache. */
    static RunningBox prepare(Home home, Path image) throws IOException {
        Map<String, Object> properties = new HashMap<>();
        Path conf = image.resolve("conf").resolve("framework.properties");
        if (Files.exists(conf)) {
            Properties read = new Properties();
            try (InputStream in = Files.newInputStream(conf)) {
                read.load(in);
            }
            read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        }
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        // A kept cache would hide what the image or HOME/current says.
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN,
            Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put("felix.cm.dir", home.config().toString());
        properties.put("felix.log.logger", new FrameworkLog());
        return new RunningBox(new Felix(properties));
    }

    /** Starts the framework, and every bundle of the set that lets itself be started. */
    void start(BundleSet set) throws IOException {
        try {
            framework.init();
            set.absent().forEach(RunningBox::warn);
            List<Bundle> installed = new ArrayList<>();
            for (Path jar : set.jars()) {
                install(jar, installed);
            }
            framework.start();
            installed.forEach(RunningBox::start);
        } catch (BundleException e) {
            throw new IOException("the OSGi framework does not start: " + reason(e), e);
        }
    }

    private void install(Path jar, List<Bundle> installed) {
        try {
            installed.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
        } catch (BundleException e) {
            warn("bundle " + jar.getFileName() + " is not installed: " + reason(e));
        }
    }

    private static void start(Bundle bundle) {
        if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
            return;
        }
        try {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            warn("bundle " + bundle.getSymbolicName() + " does not start: " + reason(e));
        }
    }

    private static void warn(String line) {
        LOG.log(System.Logger.Level.WARNING, () -> line);
    }

    private static String reason(BundleException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + root;
        return LogLine.oneLine(text);
    }

    /** Asks the framework to stop, which stops all bundles; returns at once. */
    void stop() throws IOException {
        try {
            framework.stop();
        } catch (BundleException e) {
            throw new IOException("the OSGi framework does not stop: " + reason(e), e);
        }
    }

    /** Waits for the end, zero for ever; whether it came. */
    boolean awaitEnd(long timeoutMillis) {
        try {
            return framework.waitForStop(timeoutMillis).getType() != FrameworkEvent.WAIT_TIMEDOUT;
        } catch (InterruptedException e) {
            throw new IllegalStateException("no one interrupts the launcher", e);
        }
    }

    /** Whether the framework is neither stopped nor yet to be started. */
    boolean alive() {
        int state = framework.getState();
        return state == Bundle.STARTING || state == Bundle.ACTIVE || state == Bundle.STOPPING;
    }
}
