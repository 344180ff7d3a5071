// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The benches that take the table of a survey: {@code ingest} and {@code wear}.
 *
 * @param csv     the survey
 * @param authors how many boxes recorded it
 * @param rounds  how many rounds count
 */
record TableBench(Path csv, int authors, int rounds) {
    static final int AUTHORS_MAX = 64;
    static final int ROUNDS_MAX = 100;

    /**
     * Runs {@code ingest} or {@code wear}; answers 0.
     *
     * @throws IllegalArgumentException if it was called in a wrong way
     */
    static int main(String bench, String... args) throws IOException {
        TableBench options = parse(args);
        try (BenchFiles files = new BenchFiles()) {
            Survey survey = Survey.read(Optional.of(options.csv), files.directory());
            List<String> lines = bench.equals("wear")
                ? new WearBench(survey, options.authors, files.directory()).lines()
                : new IngestBench(survey, options.authors, files.directory())
                    .lines(options.rounds);
            lines.forEach(System.out::println);
            return 0;
        }
    }

    /**
     * The options of a command line.
     *
     * @throws IllegalArgumentException if they are wrong; the message says how
     */
    static TableBench parse(String... args) {
        TableBench options = new TableBench(Path.of(""), 5, 7);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            options = options.with(args[i], args[i + 1]);
        }
        if (!Arrays.asList(args).contains("--csv")) {
            throw new IllegalArgumentException("--csv FILE is missing");
        }
        return options;
    }

    private TableBench with(String name, String value) {
        return switch (name) {
            case "--csv" -> new TableBench(file(value), authors, rounds);
            case "--authors" -> new TableBench(csv, within(name, value, AUTHORS_MAX), rounds);
            case "--rounds" -> new TableBench(csv, authors, within(name, value, ROUNDS_MAX));
            default -> throw new IllegalArgumentException("unknown option " + name);
        };
    }

    private static Path file(String value) {
        Path file = Path.of(value);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("cannot read " + value);
        }
        return file;
    }

    private static int within(String name, String value, int most) {
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " needs a number, not " + value);
        }
        if (number < 1 || number > most) {
            throw new IllegalArgumentException(name + " is from 1 to " + most + ", not " + value);
        }
        return number;
    }
}
