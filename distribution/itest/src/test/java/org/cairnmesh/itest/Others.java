// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cairnmesh.api.node.Node;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/**
 * What the swap of a bundle must leave as it is in all others: each service by its id and its
 * object, each wiring by its object, each component by its id, state and bound references. The
 * objects are not kept in use, since that alone would keep them alive.
 */
record Others(Map<String, Object> services, Map<String, Object> wirings,
              Map<String, String> components) {
    private static final String OURS = "org.cairnmesh.";

    static Others than(Bundle swapped, BundleContext context) throws InvalidSyntaxException {
        Map<String, Object> services = new TreeMap<>();
        for (ServiceReference<?> reference : context.getAllServiceReferences(null, null)) {
            if (!swapped.equals(reference.getBundle())) {
                services.put(name(reference), object(reference, context));
            }
        }
        Map<String, Object> wirings = new TreeMap<>();
        Map<String, String> components = new TreeMap<>();
        ServiceComponentRuntime scr =
            context.getService(context.getServiceReference(ServiceComponentRuntime.class));
        for (Bundle bundle : context.getBundles()) {
            if (!swapped.equals(bundle)) {
                wirings.put(bundle.getSymbolicName(), bundle.adapt(BundleWiring.class));
                components.putAll(components(scr, bundle));
            }
        }
        assertTrue("the node is among them", services.keySet().stream()
            .anyMatch(name -> name.startsWith("[" + Node.class.getName() + "]")));
        return new Others(services, wirings, components);
    }

    /** Fails unless all that was there is there still, the very same, and nothing else is. */
    void assertSameAs(Others after) {
        assertIdentical(services, after.services);
        assertIdentical(wirings, after.wirings);
        assertEquals(components, after.components);
    }

    private static void assertIdentical(Map<String, Object> before, Map<String, Object> after) {
        assertEquals(before.keySet(), after.keySet());
        before.forEach((name, object) -> assertSame(name, object, after.get(name)));
    }

    /** The service object of one of our bundles, which all share; else its reference. */
    private static Object object(ServiceReference<?> reference, BundleContext context) {
        if (!reference.getBundle().getSymbolicName().startsWith(OURS)) {
            return reference;
        }
        Object object = context.getService(reference);
        context.ungetService(reference);
        return object;
    }

    private static String name(ServiceReference<?> reference) {
        return Arrays.toString((Object[]) reference.getProperty(Constants.OBJECTCLASS)) + " "
            + reference.getProperty(Constants.SERVICE_ID) + " of "
            + reference.getBundle().getSymbolicName();
    }

    private static Map<String, String> components(ServiceComponentRuntime scr, Bundle bundle) {
        Map<String, String> components = new TreeMap<>();
        for (ComponentDescriptionDTO component : scr.getComponentDescriptionDTOs(bundle)) {
            for (ComponentConfigurationDTO found : scr.getComponentConfigurationDTOs(component)) {
                StringBuilder state = new StringBuilder("state " + found.state);
                Arrays.stream(found.satisfiedReferences).forEach(reference -> state.append(", ")
                    .append(reference.boundServices.length).append(" ").append(reference.name));
                components.put(component.name + " " + found.id, state.toString());
            }
        }
        return components;
    }
}
