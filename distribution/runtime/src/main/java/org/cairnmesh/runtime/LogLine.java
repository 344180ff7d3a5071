// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** A log record on one line: when, how bad, which bundle, what. Stack traces follow if wanted. */
final class LogLine extends Formatter {
    private static final String OURS = "org.cairnmesh.";

    private final boolean traces;

    LogLine(boolean traces) {
        this.traces = traces;
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder()
            .append(entry.getInstant().truncatedTo(ChronoUnit.MILLIS))
            .append(' ').append(entry.getLevel().getName())
            .append(' ').append(source(entry.getLoggerName()))
            .append(": ").append(oneLine(formatMessage(entry)));
        for (Throwable t = entry.getThrown(); t != null; t = t.getCause()) {
            line.append(" <- ").append(oneLine(t.toString()));
        }
        line.append(System.lineSeparator());
        if (traces && entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String source(String logger) {
        String name = logger == null ? "" : logger;
        return name.startsWith(OURS) ? name.substring(OURS.length()) : name;
    }

    /** A message of several lines, or with control codes of a terminal, made one plain line. */
    static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
