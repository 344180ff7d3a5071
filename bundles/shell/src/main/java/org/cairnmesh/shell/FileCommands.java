// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import org.cairnmesh.api.node.Snapshot;

/** The commands that read and write files of records: import, export. */
final class FileCommands {
    private static final String STDOUT = "-";

    private final Box box;

    FileCommands(Box box) {
        this.box = box;
    }

    void addTo(Map<Verb, Body> bodies) {
        bodies.put(Verb.IMPORT, this::importCsv);
        bodies.put(Verb.EXPORT, this::export);
    }

    private void importCsv(Call call) {
        Import.Plan plan = new Import.Plan(
            call.words().option("form")
                .orElseThrow(() -> call.verb().misused("--form NAME says what the rows are")),
            call.words().option("key"), call.words().option("missing"),
            call.words().all(RecordCommands.SENSITIVE));
        Path file = RecordCommands.file(call, call.words().at(0));
        try (CsvReader rows = new CsvReader(Files.newByteChannel(file))) {
            new Import(box, call, plan).run(rows);
        } catch (IOException e) {
            throw RecordCommands.unreadable(file, e);
        }
    }

    private void export(Call call) {
        String name = call.words().at(0);
        String format = call.words().option("format").orElse(
            name.toLowerCase(Locale.ROOT).endsWith(".json") ? "json" : "csv");
        if (!format.equals("csv") && !format.equals("json")) {
            throw call.verb().misused("the format is csv or json, not " + Printed.line(format));
        }
        Snapshot snapshot = box.snapshot();
        new Records(snapshot).doubt().ifPresent(call.err()::println);
        Export export = new Export(snapshot, call.words().option("form"));
        if (name.equals(STDOUT)) {
            write(export, format, call.out());
            return;
        }
        Path file = RecordCommands.file(call, name);
        long count = write(export, format, file);
        call.say(Json.object("exported", count, "file", file),
            "exported " + count + " records to " + file);
    }

    private static long write(Export export, String format, PrintStream out) {
        return format.equals("json") ? export.json(out) : export.csv(out);
    }

    /** Writes beside the file and renames, so that a file is there whole or not at all. */
    private static long write(Export export, String format, Path file) {
        try {
            Path draft = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
            try {
                long count;
                try (PrintStream out = new PrintStream(new BufferedOutputStream(
                    Files.newOutputStream(draft)), false, StandardCharsets.UTF_8)) {
                    count = write(export, format, out);
                    if (out.checkError()) {
                        throw Complaint.failed("cannot write " + draft + ": is the disk full?");
                    }
                }
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                return count;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (NoSuchFileException e) {
            throw Complaint.failed("no directory " + file.getParent());
        } catch (IOException e) {
            throw Complaint.failed("cannot write " + file + ": " + e.getMessage());
        }
    }
}
