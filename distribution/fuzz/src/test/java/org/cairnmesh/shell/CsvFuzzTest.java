// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cairnmesh.fuzz.Memory;
import org.cairnmesh.fuzz.Mutants;
import org.cairnmesh.fuzz.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that people bring: every row comes out, or why there is none; reading always ends. */
class CsvFuzzTest {
    private static final Promise PROMISE =
        new Promise(IllegalStateException.class, 1_000_000, 2_000);

    static List<byte[]> seeds() {
        return Stream.of("id,village\n1,Tolo\n2,\"a,b\"\"c\nd\"\n", "\ufeffä,b\r\n,\r\n\"\"\n\n",
            "\"open\n1,2\n3,4", "a\"b,c\n\"x\"y,\n", "a\rb\r\n\rc").map(text ->
            text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private static List<CsvReader.Row> rows(byte[] input) throws IOException {
        List<CsvReader.Row> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(new Memory(input))) {
            for (Optional<CsvReader.Row> row = reader.next(); row.isPresent();
                    row = reader.next()) {
                rows.add(row.get());
                assertTrue(rows.size() <= input.length, "more rows than bytes");
            }
        }
        return rows;
    }

    @Timeout(Promise.SECONDS_MAX)
    @MethodSource("seeds")
    @FuzzTest
    void everyRowComesOutAndWhatIsWrittenIsReadTheSame(byte[] input) {
        List<CsvReader.Row> rows = PROMISE.kept(input, () -> rows(input)).orElseThrow();
        StringBuilder written = new StringBuilder();
        List<List<String>> good = new ArrayList<>();
        long line = 0;
        for (CsvReader.Row row : rows) {
            assertTrue(row.line() > line, "lines go back");
            line = row.line();
            if (row instanceof CsvReader.Cells cells) {
                good.add(cells.cells());
                written.append(CsvWriter.row(cells.cells()));
            }
        }
        byte[] again = written.toString().getBytes(StandardCharsets.UTF_8);
        assertEquals(good, PROMISE.kept(again, () -> rows(again)).orElseThrow().stream()
            .map(row -> ((CsvReader.Cells) row).cells()).toList());
    }

    @Test
    void mutants() {
        Mutants.each(seeds(), this::everyRowComesOutAndWhatIsWrittenIsReadTheSame);
    }
}
