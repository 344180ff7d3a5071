// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * One command as Gogo calls it. It is a {@link Function} and not a method that Gogo finds by name,
 * because Gogo turns the arguments of methods into numbers and nulls: {@code 0700} would be 700.
 *
 * <p>Its result is Gogo's null for none: commands print what they have to say.
 */
@Component(factory = CommandFunction.FACTORY, service = Function.class)
public final class CommandFunction implements Function {
    static final String FACTORY = "org.cairnmesh.shell.command";
    /** Names that start with a dot stay out of the service's properties. */
    static final String VERB = ".verb";
    static final String BODY = ".body";

    private final Verb verb;
    private final Body body;

    @Activate
    public CommandFunction(Map<String, Object> properties) {
        this((Verb) properties.get(VERB), (Body) properties.get(BODY));
    }

    CommandFunction(Verb verb, Body body) {
        this.verb = verb;
        this.body = body;
    }

    @Override
    public Object execute(CommandSession session, List<Object> arguments) {
        Process process = Process.Utils.current();
        PrintStream out = utf8(process == null ? session.getConsole() : process.out());
        PrintStream err = utf8(process == null ? session.getConsole() : process.err());
        Client client = Client.of(session);
        int width = client.interactive() && process != null && process.isTty(1)
            ? client.columns() : Integer.MAX_VALUE;
        InputStream in = process == null ? InputStream.nullInputStream() : process.in();
        try {
            Words words = Words.of(verb, texts(arguments));
            body.run(new Call(verb, words, session, width, in, out, err));
        } catch (Complaint complaint) {
            out.flush();
            err.println(complaint.getMessage());
            session.put(Client.STATUS, complaint.status());
            if (process != null) {
                process.error(complaint.status());
            }
        } finally {
            out.flush();
            err.flush();
        }
        return null;
    }

    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream), false, StandardCharsets.UTF_8);
    }

    /** Words that Gogo itself parsed may be lists (of expanded file names) or absent variables. */
    private static List<String> texts(List<?> arguments) {
        List<String> texts = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof List<?> list) {
                texts.addAll(texts(list));
            } else {
                texts.add(argument == null ? "" : argument.toString());
            }
        }
        return texts;
    }
}
