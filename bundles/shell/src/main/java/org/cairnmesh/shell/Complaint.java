// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

/**
 * Ends a command with one line for its user, which says what would be right, and an exit status.
 */
final class Complaint extends RuntimeException {
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final long serialVersionUID = 1L;

    private final int status;

    private Complaint(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The command was understood and did not work. */
    static Complaint failed(String message) {
        return new Complaint(FAILED, message);
    }

    /** The command was not understood. */
    static Complaint usage(String message) {
        return new Complaint(USAGE, message);
    }

    int status() {
        return status;
    }
}
