// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.SynchronousBundleListener;

/** Records what happens to bundles, and which services come and go. Safe from any thread. */
final class Witness implements SynchronousBundleListener, AllServiceListener, AutoCloseable {
    /** The name of an event and the bundle that it happened to. */
    private record Seen(String event, Bundle bundle) { }

    private final BundleContext context;
    private final List<Seen> seen = new ArrayList<>();

    private Witness(BundleContext context) {
        this.context = context;
    }

    static Witness watch(BundleContext context) {
        Witness witness = new Witness(context);
        context.addBundleListener(witness);
        context.addServiceListener(witness);
        return witness;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        saw(bundleEvent(event.getType()), event.getBundle());
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        String services =
            Arrays.toString((Object[]) event.getServiceReference().getProperty("objectClass"));
        if (event.getType() == ServiceEvent.REGISTERED) {
            saw("came " + services, event.getServiceReference().getBundle());
        } else if (event.getType() == ServiceEvent.UNREGISTERING) {
            saw("left " + services, event.getServiceReference().getBundle());
        }
    }

    private synchronized void saw(String event, Bundle bundle) {
        seen.add(new Seen(event, bundle));
    }

    /** What happened to a bundle, without its services, in order. */
    synchronized List<String> lifeOf(Bundle bundle) {
        return seen.stream().filter(s -> s.bundle.equals(bundle)).map(Seen::event)
            .filter(event -> !event.contains(" ")).toList();
    }

    /** What happened to all others, services included. */
    synchronized List<String> livesOfOthers(Bundle bundle) {
        return seen.stream().filter(s -> !s.bundle.equals(bundle))
            .map(s -> s.event + " of " + s.bundle.getSymbolicName()).toList();
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        context.removeServiceListener(this);
    }

    private static String bundleEvent(int type) {
        return switch (type) {
            case BundleEvent.INSTALLED -> "INSTALLED";
            case BundleEvent.LAZY_ACTIVATION -> "LAZY_ACTIVATION";
            case BundleEvent.RESOLVED -> "RESOLVED";
            case BundleEvent.STARTED -> "STARTED";
            case BundleEvent.STARTING -> "STARTING";
            case BundleEvent.STOPPED -> "STOPPED";
            case BundleEvent.STOPPING -> "STOPPING";
            case BundleEvent.UNINSTALLED -> "UNINSTALLED";
            case BundleEvent.UNRESOLVED -> "UNRESOLVED";
            case BundleEvent.UPDATED -> "UPDATED";
            default -> "event-" + type;
        };
    }
}
