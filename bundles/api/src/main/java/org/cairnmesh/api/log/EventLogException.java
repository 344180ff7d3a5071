// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

/** The medium of the log failed: full, unreadable, gone. The cause says how. */
public final class EventLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EventLogException(String message) {
        super(message);
    }

    public EventLogException(String message, Throwable cause) {
        super(message, cause);
    }
}
