// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Component;

/**
 * Lets Felix's commands take a bundle's number or symbolic name: {@code update 7 file:x.jar} or
 * {@code stop org.cairnmesh.store}. Felix ships such a converter only with its own interactive
 * shell, which ends the framework when its input ends. Gogo's constant {@code .context} knows the
 * bundles.
 *
 * <p>Answers null for what it does not know, as Gogo's interface wants it.
 */
@Component
public final class BundleConverter implements Converter {
    @Override
    public Object convert(Class<?> wanted, Object from) throws Exception {
        CommandSession session = CommandSession.Utils.current();
        if (wanted == Bundle.class && session != null
            && session.execute("${.context} bundles") instanceof Bundle[] bundles) {
            for (Bundle bundle : bundles) {
                if (from.toString().equals(Long.toString(bundle.getBundleId()))
                    || from.toString().equals(bundle.getSymbolicName())) {
                    return bundle;
                }
            }
        }
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        return null;
    }
}
