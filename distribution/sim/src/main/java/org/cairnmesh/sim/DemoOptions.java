// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How the demo is played.
 *
 * @param csv   the survey; the sample that is shipped if absent
 * @param boxes from 3 on: a base, and teams that only ever meet the base
 * @param seed  of what the simulated radio draws
 * @param scale how much faster than real time the boxes and the radio live; by the size of the
 *              survey unless given
 */
record DemoOptions(Optional<Path> csv, int boxes, long seed, double scale) {
    static final int BOXES_MAX = 6;
    static final double SCALE_MAX = 1_000;

    private static final double SCALE = 100;
    private static final double SCALE_LARGE = 500;
    private static final long LARGE_BYTES = 250_000;

    /**
     * The options of a command line.
     *
     * @throws IllegalArgumentException if they are wrong; the message says how
     */
    static DemoOptions parse(String[] args) {
        DemoOptions options = new DemoOptions(Optional.empty(), 3, 1, SCALE);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            options = options.with(args[i], args[i + 1]);
        }
        boolean scaled = List.of(args).contains("--scale");
        return scaled || !options.large() ? options
            : new DemoOptions(options.csv, options.boxes, options.seed, SCALE_LARGE);
    }

    private DemoOptions with(String name, String value) {
        try {
            return switch (name) {
                case "--csv" -> new DemoOptions(Optional.of(file(value)), boxes, seed, scale);
                case "--boxes" -> new DemoOptions(csv,
                    (int) within(name, value, Long.parseLong(value), 3, BOXES_MAX), seed, scale);
                case "--seed" -> new DemoOptions(csv, boxes, Long.parseLong(value), scale);
                case "--scale" -> new DemoOptions(csv, boxes, seed,
                    within(name, value, Double.parseDouble(value), 1, SCALE_MAX));
                default -> throw new IllegalArgumentException("unknown option " + name
                    + " (--csv FILE, --boxes N, --seed N, --scale X)");
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " needs a number, not " + value);
        }
    }

    /** Whether a radio of 350 bytes a second, a tenth of the time, takes half a day or more. */
    private boolean large() {
        return csv.isPresent() && csv.get().toFile().length() > LARGE_BYTES;
    }

    private static Path file(String value) {
        Path file = Path.of(value);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IllegalArgumentException("cannot read " + value);
        }
        return file.toAbsolutePath();
    }

    private static double within(String name, String given, double value, double least,
                                 double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(name + " is from " + (long) least + " to "
                + (long) most + ", not " + given);
        }
        return value;
    }

    /** The names of the boxes; the first is the base. */
    String[] names() {
        String[] all = {"base", "north", "south", "east", "west", "river"};
        return java.util.Arrays.copyOf(all, boxes);
    }
}
