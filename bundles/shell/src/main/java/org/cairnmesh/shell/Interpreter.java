// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;

/**
 * One Gogo session: runs commands and lines, writes what they answer, tells their exit status. One
 * thread at a time. Our commands go before Felix's, and their arguments arrive exactly as typed:
 * they travel in the variable {@code args}, which Gogo hands on without a look.
 */
final class Interpreter implements Closeable {
    private static final String SCOPES = Commands.SCOPE + ":felix:*";
    private static final String ARGS = "args";
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]*");
    /** Commands of Felix that throw nothing: they answer with what went wrong. */
    private static final Set<String> ANSWER_WITH_FAULTS =
        Set.of("start", "stop", "update", "uninstall", "resolve");

    private final CommandSession session;
    private final OutputStream out;
    private final OutputStream err;

    Interpreter(CommandProcessor processor, OutputStream out, OutputStream err, Client client) {
        this.session = processor.createSession(InputStream.nullInputStream(), out, err);
        this.out = out;
        this.err = err;
        session.put("SCOPE", SCOPES);
        session.currentDir(client.directory());
        session.put("_cwd", client.directory().toFile());
        client.keepIn(session);
    }

    /** Runs a command whose words are taken as they are; its exit status. */
    int command(List<String> words) throws IOException {
        String name = words.get(0);
        String bare = name.replaceFirst("^" + Commands.SCOPE + ":", "");
        List<String> rest = words.subList(1, words.size());
        if (Verb.of(bare).isPresent()) {
            return ours(bare, rest, "");
        }
        if (!NAME.matcher(name).matches()) {
            return complain(Complaint.usage("no command " + Printed.line(name)));
        }
        return run(name, name + given(rest), rest);
    }

    /** Runs a line that a person typed; its exit status. */
    int line(String text) throws IOException {
        Line line;
        try {
            line = Line.of(text);
        } catch (Complaint complaint) {
            return complain(complaint);
        }
        if (line instanceof Line.Ours ours) {
            return ours(ours.verb().word(), ours.words(), ours.pipe());
        }
        String program = ((Line.Theirs) line).text();
        return program.isEmpty() ? 0 : run(program.split("\\s", 2)[0], program, List.of());
    }

    /** Whether a command has ended the session. */
    boolean over() {
        return Boolean.TRUE.equals(session.get(Client.OVER));
    }

    /** Whether the calling thread runs a command of this session. */
    boolean runsHere() {
        return CommandSession.Utils.current() == session;
    }

    private int ours(String word, List<String> words, String pipe) throws IOException {
        String name = Commands.SCOPE + ":" + word;
        if (!(session.get(name) instanceof Function)) {
            return complain(Complaint.failed(word + " waits for the box's node, which is not"
                + " running (lb lists the bundles, start N starts one)"));
        }
        return run(name, name + given(words) + " " + pipe, words);
    }

    private static String given(List<String> args) {
        return args.isEmpty() ? "" : " $" + ARGS;
    }

    private int run(String name, String program, List<String> args) throws IOException {
        session.put(Client.STATUS, 0);
        session.put(ARGS, args.isEmpty() ? null : args);
        try {
            Object result = session.execute(program);
            String text = result == null ? ""
                : session.format(result, Converter.INSPECT).toString().stripTrailing();
            boolean fault = !text.isEmpty()
                && ANSWER_WITH_FAULTS.contains(name.replaceFirst("^felix:", ""));
            write(fault ? err : out, text);
            return fault ? Complaint.FAILED : (Integer) session.get(Client.STATUS);
        } catch (Exception e) {
            // Commands are other people's code, and Gogo itself throws whatever it likes.
            return complain(Complaint.failed(told(name, e)));
        } finally {
            session.put(ARGS, null);
        }
    }

    private static String told(String name, Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.startsWith("Cannot coerce") ? name + ": no such bundle, or words that do"
            + " not fit (lb lists the bundles, felix:help " + name + " says what fits)" : message;
    }

    private int complain(Complaint complaint) throws IOException {
        write(err, complaint.getMessage());
        return complaint.status();
    }

    private static void write(OutputStream stream, String text) throws IOException {
        if (!text.isEmpty()) {
            stream.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }
    }

    /** Ends the session; a command that still runs is interrupted. */
    @Override
    public void close() {
        session.close();
    }
}
