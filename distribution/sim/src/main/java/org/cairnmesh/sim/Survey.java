// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cairnmesh.shell.CsvReader;
import org.cairnmesh.shell.CsvWriter;

/** A survey as a table of text; the first column holds the keys. */
record Survey(List<String> header, List<List<String>> rows) {
    /** A cell with this text is not answered. */
    static final String MISSING = "NA";

    private static final String SAMPLE = "water-points-sample.csv";

    /** The survey in a file, or the sample; made where it is needed in the directory. */
    static Survey read(Optional<Path> csv, Path directory) throws IOException {
        Path file = directory.resolve(SAMPLE);
        if (csv.isEmpty()) {
            try (InputStream sample = Survey.class.getResourceAsStream(SAMPLE)) {
                Files.copy(sample, file);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = new CsvReader(Files.newByteChannel(csv.orElse(file)))) {
            for (Optional<CsvReader.Row> row = reader.next(); row.isPresent();
                row = reader.next()) {
                if (!(row.get() instanceof CsvReader.Cells cells)) {
                    throw new IOException("line " + row.get().line() + ": "
                        + ((CsvReader.Bad) row.get()).problem());
                }
                rows.add(cells.cells());
            }
        }
        if (rows.size() < 10) {
            throw new IOException("the survey has " + rows.size() + " lines: too few to share");
        }
        return new Survey(rows.get(0), List.copyOf(rows.subList(1, rows.size())));
    }

    String key() {
        return header.get(0);
    }

    /** The part that one of so many teams collected. */
    Survey part(int team, int teams) {
        return slice(rows.size() * team / teams, rows.size() * (team + 1) / teams);
    }

    Survey slice(int from, int to) {
        return new Survey(header, rows.subList(from, Math.min(to, rows.size())));
    }

    Path write(Path file) throws IOException {
        StringBuilder text = new StringBuilder(CsvWriter.row(header));
        rows.forEach(row -> text.append(CsvWriter.row(row)));
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** The answered cells of a row, by column. */
    Map<String, String> answers(List<String> row) {
        Map<String, String> answers = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            if (!row.get(i).isEmpty() && !row.get(i).equals(MISSING)) {
                answers.put(header.get(i), row.get(i));
            }
        }
        return answers;
    }
}
