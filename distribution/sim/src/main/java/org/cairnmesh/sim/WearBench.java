// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.transport.Frame;
import org.cairnmesh.core.engine.Held;
import org.cairnmesh.store.CountedLogs;

/**
 * {@code bench wear}: what reaches the disk for a record, which is what a memory card wears by.
 *
 * <p>Case {@code one-by-one}: a person saves one record after the other, each with its own commit;
 * {@code import}: as many drafts a commit as a turn of the engine takes; {@code received}: blocks
 * from a peer. {@code fileBytesWritten} counts what the store writes, for each record;
 * {@code fileSize} what the file has then.
 */
final class WearBench {
    /** As many commands as a turn of the engine takes. */
    private static final int DRAFTS_A_COMMIT = 256;

    private final Survey survey;
    private final int authors;
    private final Path directory;

    private interface Run {
        void run(CountedLogs log) throws IOException;
    }

    WearBench(Survey survey, int authors, Path directory) {
        this.survey = survey;
        this.authors = authors;
        this.directory = directory;
    }

    List<String> lines() throws IOException {
        IngestStream stream = IngestStream.of(survey, authors, 1);
        List<Frame> frames = IngestBox.overhear(stream);
        return List.of(line("one-by-one", log -> record(log, 1)),
            line("import", log -> record(log, DRAFTS_A_COMMIT)),
            line("received", log -> {
                IngestBox box = new IngestBox(log, "taker", List.of());
                box.take(frames, stream);
                box.close();
            }));
    }

    private String line(String name, Run run) throws IOException {
        Path file = directory.resolve(name);
        try (CountedLogs log = new CountedLogs(file, new Random(1))) {
            run.run(log);
            int records = survey.rows().size();
            return String.format(Locale.ROOT, "{\"bench\":\"wear\",\"case\":\"%s\",\"records\":%d,"
                + "\"bytesWrittenPerRecord\":%d,\"fileBytesPerRecord\":%d,"
                + "\"syncsPerRecord\":%.3f}", name, records, log.bytesWritten() / records,
                Files.size(file) / records, (double) log.forces() / records);
        }
    }

    /** A whole row is one event, as a form is submitted. */
    private void record(CountedLogs log, int draftsACommit) {
        Held held = IngestStream.held(log.of(IngestStream.SPACE_ID), "taker", new Random(1));
        List<Draft> drafts = new ArrayList<>();
        survey.rows().forEach(row -> drafts.add(IngestStream.whole(survey, row, "amina")));
        long now = IngestStream.START_MILLIS;
        int waiting = 0;
        for (Draft draft : drafts) {
            held.at(now += 60_000);
            held.append(draft);
            if (++waiting == draftsACommit) {
                held.commit();
                waiting = 0;
            }
        }
        held.contact();
        held.commit();
    }
}
