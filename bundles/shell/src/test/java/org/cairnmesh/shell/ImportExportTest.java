// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.event.Limits;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportExportTest {
    @TempDir
    Path directory;

    private Shells shells;

    @BeforeEach
    void open() {
        shells = new Shells(directory);
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(Files.newByteChannel(file))) {
            Optional<CsvReader.Row> row = reader.next();
            while (row.isPresent()) {
                rows.add(((CsvReader.Cells) row.get()).cells());
                row = reader.next();
            }
        }
        return rows;
    }

    @Test
    void theCellsOfSensitiveColumnsLeaveThePayload() throws IOException {
        file("in.csv", "id,depth,owner,phone\nA,12,Amina,77\nB,13,,78\n");

        shells.ok("import", "in.csv", "--form", "well", "--key", "id", "--sensitive", "owner",
            "--sensitive", "phone");

        assertEquals(List.of(Map.of("owner", Item.of("Amina"), "phone", Item.of(77)),
            Map.of("phone", Item.of(78))), shells.node.accepted().stream().map(draft ->
            draft.sensitive().table(RecordDrafts.VALUES).entries()).toList());
        assertEquals(Map.of("id", Item.of("A"), "depth", Item.of(12)), shells.node.accepted()
            .get(0).payload().table(RecordDrafts.VALUES).entries());
    }

    @Test
    void aSensitiveColumnHasToBeThereAndCannotNameTheRecords() throws IOException {
        file("in.csv", "id,depth\nA,12\n");

        assertEquals("no column owner; there are id, depth\n", shells.run("import", "in.csv",
            "--form", "well", "--sensitive", "owner").err());
        assertEquals("the column id holds the keys: they name the records, and cannot be "
            + "sensitive\n", shells.run("import", "in.csv", "--form", "well", "--key", "id",
            "--sensitive", "id").err());
        assertEquals(List.of(), shells.node.accepted());
    }

    /** Every answered cell of a file, by the cell of its key column and the name of its column. */
    private Map<List<String>, String> answered(Path file, String key, Set<String> unanswered)
        throws IOException {
        List<List<String>> rows = rows(file);
        List<String> header = rows.get(0);
        Map<List<String>, String> cells = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int i = 0; i < header.size(); i++) {
                if (!unanswered.contains(row.get(i)) && !header.get(i).startsWith("_")) {
                    cells.put(List.of(row.get(header.indexOf(key)), header.get(i)), row.get(i));
                }
            }
        }
        return cells;
    }

    @Test
    void aRowIsOneCreateWithItsAnsweredCells() throws IOException {
        file("a.csv", "id,status,depth,gone\nR-1,NA,007,\nR-2,ok,7,NA \n");

        assertEquals("imported 2, already here 0, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well", "--key", "id", "--missing", "NA"));

        List<Draft> drafts = shells.node.accepted();
        assertEquals(2, drafts.size());
        assertEquals(RecordDrafts.create("well", "R-1",
            Map.of("id", Item.of("R-1"), "depth", Item.of("007")), "amina").payload(),
            drafts.get(0).payload());
        assertEquals(RecordDrafts.create("well", "R-2", Map.of("id", Item.of("R-2"),
            "status", Item.of("ok"), "depth", Item.of(7), "gone", Item.of("NA ")), "").payload(),
            drafts.get(1).payload());
        assertEquals("amina", drafts.get(1).by());
    }

    @Test
    void badRowsAreNamedByLineAndSkippedWhole() throws IOException {
        file("a.csv", "id,note\nR-1,\"two\nlines\"\nR-2\n,x\nR-1,again\nR-4,\"x\"y\nR-5,"
            + "z".repeat(Limits.EVENT_BYTES_MAX) + "\nR-6,fine\n");

        Shells.Answer answer =
            shells.run("import", "a.csv", "--form", "well", "--key", "id", "--json");

        assertEquals("""
            line 4: 1 cells, but the header has 2; skipped
            line 5: no key in column id; skipped
            line 6: the key R-1 stands in line 2 already; skipped
            line 7: text behind the closing quote of cell 2; skipped
            line 8: the event is too large (OVERSIZE); skipped
            """, answer.err());
        assertTrue(answer.out().startsWith("{\"imported\":2,\"alreadyHere\":0,\"skipped\":5,"
            + "\"problems\":[{\"line\":4,\"problem\":\"1 cells, but the header has 2\"},"),
            answer.out());
        assertEquals(0, answer.status());
        assertEquals(2, shells.node.accepted().size());
    }

    @Test
    void aSecondImportAppendsNothing() throws IOException {
        file("a.csv", "id,a\nR-1,1\nR-2,1\n");
        file("b.csv", "id,a\nR-1,changed\nR-2,1\nR-3,1\n");
        shells.ok("import", "a.csv", "--form", "well", "--key", "id");

        assertEquals("imported 0, already here 2, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well", "--key", "id"));
        assertEquals("imported 1, already here 2, skipped 0\n",
            shells.ok("import", "b.csv", "--form", "well", "--key", "id"));
        assertEquals("imported 2, already here 0, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "pump", "--key", "id"));
        assertEquals(5, shells.node.accepted().size());
    }

    @Test
    void aRecordThatCameFromAnotherBoxIsNotImportedAgain() throws IOException {
        MemoryNode other = new MemoryNode("00000000000000bb");
        other.append(RecordDrafts.create("well", "R-1", Map.of(), "ana"));
        new Records(other.snapshot()).all().forEach(shells.node::show);
        file("a.csv", "id\nR-1\nR-2\n");

        assertEquals("imported 1, already here 1, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well", "--key", "id"));
        assertEquals(1, shells.node.accepted().size());
    }

    @Test
    void aSecondImportWithoutKeysAppendsNothingEither() throws IOException {
        file("a.csv", "a,b\n1,2\n1,2\n3,\n");
        assertEquals("imported 3, already here 0, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well"));

        file("a.csv", "a,b\n0,0\n1,2\n3,\n1,2\n1,2\n");
        assertEquals("imported 2, already here 3, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well"));
        assertEquals(5, shells.node.accepted().size());
    }

    @Test
    void whatCannotBeTakenNowIsTriedAgain() throws IOException {
        StringBuilder csv = new StringBuilder("id\n");
        for (int i = 0; i < 300; i++) {
            csv.append("R-").append(i).append('\n');
        }
        file("a.csv", csv.toString());
        Appended.Reason[] busy = new Appended.Reason[500];
        for (int i = 0; i < busy.length; i++) {
            busy[i] = i % 2 == 0 ? Appended.Reason.BUSY : Appended.Reason.STORAGE;
        }
        shells.node.refuse(busy);

        assertEquals("imported 300, already here 0, skipped 0\n",
            shells.ok("import", "a.csv", "--form", "well", "--key", "id"));
        assertEquals(300, new Records(shells.node.snapshot()).all().count());
    }

    @Test
    void progressIsShownOnATerminalAndTakenAway() throws IOException {
        file("a.csv", "id\n" + "R\n".repeat(3) + "A\n".repeat(100));
        Appended.Reason[] busy = new Appended.Reason[25];
        Arrays.fill(busy, Appended.Reason.BUSY);
        shells.close();
        shells = new Shells(directory, true);
        shells.node.refuse(busy);

        Shells.Answer answer = shells.run("import", "a.csv", "--form", "well");

        String second = "line 75: imported 10, already here 0, skipped 0";
        List<String> shown = List.of(second, " ".repeat(second.length()),
            "line 85: imported 20, already here 0, skipped 0", " ".repeat(second.length()));
        assertEquals("imported 103, already here 0, skipped 0\n", answer.out());
        assertEquals(shown, answer.err().lines().toList());
    }

    @Test
    void patienceEndsWithTheLineThatWasReached() throws IOException {
        file("a.csv", "id\nR-1\nR-2\n");
        shells.node.refuse(Appended.Reason.UNAVAILABLE);

        Shells.Answer answer = shells.run("import", "a.csv", "--form", "well", "--key", "id");

        assertEquals(new Shells.Answer(1, "", "stopped at line 2: the box took nothing for 60 s: as"
            + " the test wants (UNAVAILABLE). imported 0, already here 0, skipped 0; the same"
            + " command goes on from there\n"), answer);
        assertEquals(Import.PATIENCE_MILLIS, shells.pace.millis());
    }

    @Test
    void aWrongHeaderOrFileIsSaidClearly() throws IOException {
        file("empty.csv", "");
        file("twice.csv", "a,a\n");
        file("nameless.csv", "a,,b\n");
        file("a.csv", "a,b\n");

        assertEquals("no file " + directory.resolve("none.csv") + "\n",
            shells.run("import", "none.csv", "--form", "f").err());
        assertEquals("the file is empty: its first line should name the columns\n",
            shells.run("import", "empty.csv", "--form", "f").err());
        assertEquals("line 1: two columns have the same name\n",
            shells.run("import", "twice.csv", "--form", "f").err());
        assertEquals("line 1: column 2 has no name\n",
            shells.run("import", "nameless.csv", "--form", "f").err());
        assertEquals("no column id; there are a, b\n",
            shells.run("import", "a.csv", "--form", "f", "--key", "id").err());
    }

    @Test
    void exportNamesFormsAndConflictsWhereThereAreAny() throws IOException {
        shells.ok("create", "R-1", "well", "b=x,y", "a=1");
        shells.ok("create", "R-2", "pump", "c=\"");

        assertEquals("_record,_form,a,b,c,_conflicts\nR-1,well,1,\"x,y\",,\nR-2,pump,,,\"\"\"\",\n",
            shells.ok("export", "-"));
        assertEquals("_record,a,b,_conflicts\nR-1,1,\"x,y\",\n",
            shells.ok("export", "-", "--form", "well"));
        assertEquals("exported 2 records to " + directory.resolve("x.json") + "\n",
            shells.ok("export", "x.json"));
        assertEquals(shells.ok("export", "-", "--format", "json"), text("x.json"));
        assertTrue(text("x.json").startsWith("[\n{\"record\":\"R-1\",\"form\":\"well\",\"fields\":"
            + "{\"a\":1,\"b\":\"x,y\"},"), text("x.json"));
        assertEquals("_record,_conflicts\n", shells.ok("export", "-", "--form", "none"));
        assertEquals("no directory " + directory.resolve("no") + "\n",
            shells.run("export", "no/x.csv").err());
        try (Stream<Path> left = Files.list(directory)) {
            assertFalse(left.anyMatch(path -> path.toString().endsWith(".part")));
        }
    }

    @Test
    void anExportCanBeImportedElsewhere() throws IOException {
        shells.ok("create", "R-1", "well", "a=1");
        String exported = shells.ok("export", "-", "--form", "well");
        file("a.csv", exported);

        shells.ok("import", "a.csv", "--form", "copy", "--key", "_record");

        assertEquals(exported, shells.ok("export", "-", "--form", "copy"));
    }

    @Test
    void aFieldThatLooksLikeAnAddedColumnGoesToJsonOnly() {
        shells.ok("create", "R-1", "well", "_form=x");

        assertEquals(1, shells.run("export", "-").status());
        assertEquals(0, shells.run("export", "-", "--format", "json").status());
    }

    @Test
    void everyAnsweredCellOfANastyFileComesBack() throws IOException {
        long seed = 815;
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder(CsvWriter.row(
            List.of("key", "a,b", " c", "d\"\n", "井戸", "\ufeffe", "true", "1")));
        for (int i = 0; i < 400; i++) {
            List<String> row = new ArrayList<>(List.of("K" + i));
            for (int column = 1; column < 8; column++) {
                row.add(CsvTest.nastyCell(random));
            }
            csv.append(CsvWriter.row(row));
        }
        file("in.csv", csv.toString());

        shells.ok("import", "in.csv", "--form", "f", "--key", "key", "--missing", "1");
        shells.ok("export", "out.csv");

        assertEquals(answered(directory.resolve("in.csv"), "key", Set.of("", "1")),
            answered(directory.resolve("out.csv"), "key", Set.of("")), "seed " + seed);
    }

    @Test
    void everyAnsweredCellOfTheWaterPointsComesBack() throws IOException {
        Optional<Path> data = sharedData();
        assumeTrue(data.isPresent(), "SKIPPED: no water-points.csv (-Dcairn.data=DIR,"
            + " or shared/data beside the checkout)");
        Path in = data.get().resolve("water-points.csv");

        shells.ok("import", in.toString(), "--form", "water-point", "--key", "id",
            "--missing", "NA");
        shells.ok("export", "out.csv");

        Map<List<String>, String> expected = answered(in, "id", Set.of("", "NA"));
        assertEquals(new TreeMap<>(byText(expected)), new TreeMap<>(
            byText(answered(directory.resolve("out.csv"), "id", Set.of("")))));
        assertTrue(expected.size() > 50_000, "cells: " + expected.size());
        assertEquals(1793, shells.node.accepted().size());
        assertEquals("imported 0, already here 1793, skipped 0\n", shells.ok("import",
            in.toString(), "--form", "water-point", "--key", "id", "--missing", "NA"));
    }

    private static Map<String, String> byText(Map<List<String>, String> cells) {
        Map<String, String> byText = new LinkedHashMap<>();
        cells.forEach((place, cell) -> byText.put(place.toString(), cell));
        return byText;
    }

    /** The folder named by a system property, or {@code shared/data} beside one of our parents. */
    private static Optional<Path> sharedData() {
        Optional<Path> named = Optional.ofNullable(System.getProperty("cairn.data")).map(Path::of);
        Stream<Path> parents = Stream.iterate(Path.of("").toAbsolutePath(),
            parent -> parent != null, Path::getParent).map(p -> p.resolve("shared/data"));
        return Stream.concat(named.stream(), parents)
            .filter(folder -> Files.exists(folder.resolve("water-points.csv"))).findFirst();
    }
}
