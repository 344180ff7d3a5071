// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    Path directory;

    private List<CsvReader.Row> read(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("a.csv"), bytes);
        List<CsvReader.Row> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(Files.newByteChannel(file))) {
            Optional<CsvReader.Row> row = reader.next();
            while (row.isPresent()) {
                rows.add(row.get());
                row = reader.next();
            }
        }
        return rows;
    }

    private List<CsvReader.Row> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CsvReader.Row cells(long line, String... cells) {
        return new CsvReader.Cells(line, List.of(cells));
    }

    @Test
    void readsQuotesNewlinesAndEveryKindOfLineEnd() throws IOException {
        assertEquals(List.of(cells(1, "a", "b,\r\n\"c\"", ""), cells(3, "", "é", "x y "),
            cells(4, "1", "2", "3"), cells(5, " ", "", "end")),
            read("a,\"b,\r\n\"\"c\"\"\",\r\n,é,x y \r1,\"2\",3\n ,,end"));
    }

    @Test
    void passesOverTheMarkAndEmptyLines() throws IOException {
        assertEquals(List.of(cells(2, "a"), cells(5, "b")), read("\ufeff\na\r\n\r\n\nb\n\n"));
        assertEquals(List.of(), read(""));
        assertEquals(List.of(cells(1, "")), read("\"\""));
    }

    @Test
    void reportsABadRowAndGoesOnBehindIt() throws IOException {
        assertEquals(List.of(cells(1, "a", "b"),
            new CsvReader.Bad(2, "text behind the closing quote of cell 1"), cells(3, "c", "d"),
            new CsvReader.Bad(4, "a quote in the middle of cell 2"), cells(5, "e", "f")),
            read("a,b\n\"x\"y,1\nc,d\nx,5\" pipe\ne,f\n"));
    }

    @Test
    void goesOnBehindTheLineOfAQuoteThatIsNeverClosed() throws IOException {
        assertEquals(List.of(cells(1, "a", "b"),
            new CsvReader.Bad(2, "the quote that opens cell 2 is never closed"),
            cells(3, "c", "d"), cells(4, "e", "f")), read("a,b\nx,\"open\nc,d\ne,f\n"));
        assertEquals(List.of(new CsvReader.Bad(1, "the quote that opens cell 1 is never closed")),
            read("\"open"));
    }

    @Test
    void countsTheLinesInsideQuotes() throws IOException {
        assertEquals(List.of(cells(1, "1\n2\r3\r\n4"), cells(5, "x")),
            read("\"1\n2\r3\r\n4\"\nx\n"));
    }

    @Test
    void boundsCellsAndColumns() throws IOException {
        String most = "x".repeat(CsvReader.CELL_BYTES_MAX);
        assertEquals(List.of(cells(1, most, most), cells(2, "b")),
            read(most + ",\"" + most + "\"\nb\n"));
        assertEquals(List.of(new CsvReader.Bad(1, "cell 2 is too large"), cells(2, "b")),
            read("a," + most + "x\nb\n"));
        assertEquals(List.of(new CsvReader.Bad(1, "cell 1 is too large"), cells(2, "b")),
            read("\"" + most + "x\"\nb\n"));
        assertEquals(CsvReader.COLUMNS_MAX,
            ((CsvReader.Cells) read(",".repeat(CsvReader.COLUMNS_MAX - 1) + "\n").get(0))
                .cells().size());
        assertEquals(List.of(new CsvReader.Bad(1, "more than 4096 cells"), cells(2, "b")),
            read(",".repeat(CsvReader.COLUMNS_MAX) + "\nb\n"));
        assertEquals(List.of(new CsvReader.Bad(1, "cell 5 is too large"), cells(2, "b")),
            read((most + ",").repeat(5) + "\nb\n"));
    }

    @Test
    void givesUpOnAQuoteThatHoldsTooMuchAndReadsTheLinesBehindIt() throws IOException {
        String text = "a\n\"open\n" + "row\n".repeat(CsvReader.CELL_BYTES_MAX / 4 + 2) + "last\n";

        List<CsvReader.Row> rows = read(text);

        assertEquals(new CsvReader.Bad(2, "the quote that opens cell 1 is never closed"),
            rows.get(1));
        assertEquals(cells(3, "row"), rows.get(2));
        assertEquals(CsvReader.CELL_BYTES_MAX / 4 + 2 + 3, rows.size());
    }

    @Test
    void refusesCellsThatAreNoUtf8() throws IOException {
        byte[] latin = "a,caf\u00e9\nb,c\n".getBytes(StandardCharsets.ISO_8859_1);

        assertEquals(List.of(new CsvReader.Bad(1, "cell 2 is not UTF-8"), cells(2, "b", "c")),
            read(latin));
    }

    @Test
    void readsBackWhatTheWriterWrote() throws IOException {
        long seed = 20260301;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            List<List<String>> written = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                List<String> row = nastyRow(random);
                written.add(row);
                text.append(CsvWriter.row(row));
            }

            List<List<String>> back = read(text.toString()).stream().map(row -> {
                assertTrue(row instanceof CsvReader.Cells, "seed " + seed + ": " + row);
                return ((CsvReader.Cells) row).cells();
            }).toList();

            assertEquals(written, back, "seed " + seed + ", round " + round);
        }
    }

    static List<String> nastyRow(Random random) {
        List<String> row = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            row.add(nastyCell(random));
        }
        return row;
    }

    /** Text made of what tends to go wrong in CSV, numbers and terminals. */
    static String nastyCell(Random random) {
        String[] parts = {",", "\"", "\n", "\r", "\r\n", " ", "\t", "\ufeff", "a", "é", "e\u0301",
            "井", "\ud83d\udea9", "0", "1", "-", ".", "true", "null", "1e5", "\u0000", "'", "=",
            "\\"};
        StringBuilder cell = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            cell.append(parts[random.nextInt(parts.length)]);
        }
        return cell.toString();
    }
}
