// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cairnmesh.api.log.Block;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestBenchTest {
    @TempDir
    private Path directory;
    private Survey survey;

    @BeforeEach
    void survey() throws IOException {
        survey = Survey.read(Optional.empty(), directory).slice(0, 40);
    }

    private long cells() {
        return survey.rows().stream().mapToLong(row -> survey.answers(row).size()).sum();
    }

    @Test
    void everyCaseTakesAllEventsAndSaysWhatItMeasured() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : new IngestBench(survey, 3, directory).lines(1)) {
            lines.add(Json.object(line));
        }

        assertEquals(List.of("frames", "frames-read", "frames-folded", "blocks"),
            lines.stream().map(line -> line.get("case")).toList());
        for (Map<String, Object> line : lines) {
            assertEquals("ingest", line.get("bench"));
            assertEquals(survey.rows().size() + cells(), line.get("events"));
            long ours = (Long) line.get("eventsPerSecond");
            long json = (Long) line.get("jsonEventsPerSecond");
            double ratio = Double.parseDouble(line.get("ratio").toString());
            assertEquals((double) ours / json, ratio, 0.01, line.toString());
            assertEquals(ratio >= 4 && ours >= 460_000, line.get("met"), line.toString());
        }
    }

    @Test
    void theStreamIsTheSameForTheSameSeedAndOfAllAuthors() {
        IngestStream stream = IngestStream.of(survey, 3, 1);

        assertEquals(stream, IngestStream.of(survey, 3, 1));
        Set<Object> feeds = new HashSet<>();
        stream.blocks().forEach(block -> feeds.add(block.feed()));
        assertEquals(3, feeds.size());
        assertEquals(survey.rows().size() + cells(), stream.events());
        assertEquals(stream.events(), stream.blocks().stream().mapToLong(Block::events).sum());
    }

    @Test
    void wearCountsWhatIsWrittenAndWhatIsKept() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : new WearBench(survey, 3, directory).lines()) {
            lines.add(Json.object(line));
        }

        assertEquals(List.of("one-by-one", "import", "received"),
            lines.stream().map(line -> line.get("case")).toList());
        for (Map<String, Object> line : lines) {
            long kept = Files.size(directory.resolve((String) line.get("case")));
            assertEquals(kept / survey.rows().size(), line.get("fileBytesPerRecord"));
            assertTrue((Long) line.get("bytesWrittenPerRecord")
                >= (Long) line.get("fileBytesPerRecord"), line.toString());
        }
        long alone = (Long) lines.get(0).get("bytesWrittenPerRecord");
        assertTrue(alone > 2 * (Long) lines.get(1).get("bytesWrittenPerRecord"));
    }

    @Test
    void thePredecessorKeepsWhatFollowsAndNamesItselfAndNothingElse() throws IOException {
        List<byte[]> messages = MeshlogStream.messages(survey, 2);
        String first = new String(messages.get(0), StandardCharsets.UTF_8);

        assertEquals(32, kept(first));
        assertEquals(0, kept(first.replaceAll("\"i\":\"[0-9a-f]{4}", "\"i\":\"0000")));
        assertEquals(1, kept(first.replaceFirst("\"s\":2,", "\"s\":3,")));
        assertEquals(0, kept(first.replaceFirst("\"k\":\"record.create\"", "\"k\":\"note.add\"")));
        assertEquals(0, kept(first.replaceFirst("\"v\":\"\"", "\"v\":\"00\"")));
    }

    private int kept(String message) throws IOException {
        Path log = directory.resolve("kept");
        try (MeshlogBox box = new MeshlogBox(log, true)) {
            box.receive(message.getBytes(StandardCharsets.UTF_8));
            assertEquals(box.events(), Files.readAllLines(log).size());
            return box.events();
        }
    }

    @Test
    void thePredecessorTakesTheWholeSurvey() throws IOException {
        try (MeshlogBox box = new MeshlogBox(directory.resolve("all"), true)) {
            for (byte[] message : MeshlogStream.messages(survey, 2)) {
                box.receive(message);
            }

            assertEquals(survey.rows().size() + cells(), box.events());
            assertEquals(survey.rows().size(), box.records());
        }
    }

    @ParameterizedTest
    @CsvSource({"--csv, --csv needs a value", "--rounds 3, --csv FILE is missing",
        "--csv /nowhere/a.csv, cannot read /nowhere/a.csv",
        "--authors 0, '--authors is from 1 to 64, not 0'",
        "--authors 65, '--authors is from 1 to 64, not 65'",
        "--rounds 101, '--rounds is from 1 to 100, not 101'",
        "--rounds many, '--rounds needs a number, not many'", "--fast yes, unknown option --fast"})
    void wrongOptionsAreNamed(String line, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class,
            () -> TableBench.parse(line.split(" "))).getMessage());
    }

    @Test
    void optionsAreTakenUpToTheirBounds() {
        String csv = directory.resolve("water-points-sample.csv").toString();

        assertEquals(new TableBench(Path.of(csv), 64, 100),
            TableBench.parse("--csv", csv, "--authors", "64", "--rounds", "100"));
        assertEquals(new TableBench(Path.of(csv), 5, 7), TableBench.parse("--csv", csv));
    }
}
