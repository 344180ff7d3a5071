// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;

/**
 * One run of a command: its words, its session and its streams (UTF-8 whatever the locale).
 *
 * @param width the columns that the output may take; {@link Integer#MAX_VALUE} for a pipe or a file
 */
record Call(Verb verb, Words words, CommandSession session, int width, InputStream in,
            PrintStream out, PrintStream err) {
    Client client() {
        return Client.of(session);
    }

    boolean json() {
        return words.flag("json");
    }

    /** Prints a line of JSON. */
    void json(Object value) {
        out.println(Json.text(value));
    }

    /** Prints an object for programs or a line for people. */
    void say(Map<String, Object> object, String line) {
        if (json()) {
            json(object);
        } else {
            out.println(Printed.line(line));
        }
    }

    /** Ends the command if nobody waits for it any more. */
    void checkClient() {
        if (client().gone().getAsBoolean() || out.checkError()) {
            throw Complaint.failed(verb.word() + ": nobody reads the output any more");
        }
    }
}
