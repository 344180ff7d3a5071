// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.apache.felix.service.command.CommandSession;

/**
 * Who is at the other end of a session. Kept in a variable of the Gogo session, so that commands
 * work in sessions of other shells too.
 *
 * @param by          who writes
 * @param directory   what relative file names start from
 * @param columns     of the terminal
 * @param interactive whether a person watches
 * @param gone        whether nobody is there any more: long commands ask, and end
 */
record Client(String by, Path directory, int columns, boolean interactive, BooleanSupplier gone) {
    /** Set to true by the command that ends a session. */
    static final String OVER = "cairn.over";
    /** The exit status of the last of our commands that failed. */
    static final String STATUS = "cairn.status";

    private static final String CLIENT = "cairn.client";
    private static final int COLUMNS = 80;

    Client withBy(String name) {
        return new Client(name, directory, columns, interactive, gone);
    }

    static Client of(CommandSession session) {
        return session.get(CLIENT) instanceof Client client ? client
            : new Client(System.getProperty("user.name", ""), session.currentDir(), COLUMNS, false,
                () -> false);
    }

    void keepIn(CommandSession session) {
        session.put(CLIENT, this);
    }
}
