// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.cairnmesh.api.event.Limits;

/** The commands about the shell itself: as, help, quit, and grep, which Felix's base lacks. */
final class SessionCommands {
    private SessionCommands() { }

    static void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.AS, SessionCommands::as);
        bodies.put(Verb.HELP, SessionCommands::help);
        bodies.put(Verb.QUIT, call -> call.session().put(Client.OVER, true));
        bodies.put(Verb.GREP, SessionCommands::grep);
    }

    private static void as(Call call) {
        if (call.words().count() == 1) {
            String name = call.words().at(0);
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > Limits.BY_BYTES_MAX) {
                throw Complaint.failed("a name has at most " + Limits.BY_BYTES_MAX + " bytes, not "
                    + bytes);
            }
            call.client().withBy(name).keepIn(call.session());
        }
        String by = call.client().by();
        call.say(Json.object("by", by), by.isEmpty() ? "writes without a name" : by + " writes");
    }

    private static void help(Call call) {
        if (call.words().count() == 1) {
            Verb verb = Verb.of(call.words().at(0)).orElseThrow(() -> Complaint.failed(
                "no command " + Printed.line(call.words().at(0))
                    + " (help lists ours, felix:help those of the framework)"));
            call.say(json(verb), verb.usage());
            if (!call.json()) {
                call.out().println("  " + verb.about());
                call.out().println("  Example: " + verb.example());
            }
        } else if (call.json()) {
            ViewCommands.array(call,
                Arrays.stream(Verb.values()).map(SessionCommands::json).toList());
        } else {
            Table table = new Table("COMMAND", "");
            for (Verb verb : Verb.values()) {
                table.row(verb.word(), verb.about().replaceFirst("(?<=[.]) .*", ""));
            }
            table.print(call.out());
            call.out().println("help COMMAND says more. The words of these commands are taken as"
                + " typed: only quotes, \\ and | mean something.");
            call.out().println("Bundles: lb, update, start, stop (felix:help lists all).");
        }
    }

    private static Map<String, Object> json(Verb verb) {
        return Json.object("command", verb.word(), "usage", verb.usage(), "about", verb.about(),
            "example", verb.example());
    }

    private static void grep(Call call) {
        boolean ignoreCase = call.words().flag("i");
        String wanted = call.words().at(0);
        String text = ignoreCase ? wanted.toLowerCase(Locale.ROOT) : wanted;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(call.in(), StandardCharsets.UTF_8));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String seen = ignoreCase ? line.toLowerCase(Locale.ROOT) : line;
                if (seen.contains(text) != call.words().flag("v")) {
                    call.out().println(line);
                }
            }
        } catch (IOException e) {
            throw Complaint.failed("grep: what it reads ended early: " + e.getMessage());
        }
    }
}
