// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import org.apache.felix.framework.Logger;

/** Sends what the framework has to say to the box's log instead of to standard output. */
final class FrameworkLog extends Logger {
    private static final System.Logger LOG = System.getLogger("framework");

    @Override
    protected void doLogOut(int level, String message, Throwable cause) {
        LOG.log(level(level), () -> message, cause);
    }

    private static System.Logger.Level level(int level) {
        return switch (level) {
            case LOG_ERROR -> System.Logger.Level.ERROR;
            case LOG_WARNING -> System.Logger.Level.WARNING;
            case LOG_INFO -> System.Logger.Level.INFO;
            default -> System.Logger.Level.DEBUG;
        };
    }
}
