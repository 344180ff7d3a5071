// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.util.Arrays;

/** {@code ./cairn bench NAME ...}: each bench is a class that prints lines of JSON. */
final class Bench {
    private Bench() { }

    /** Answers 0 if it could measure, 1 if what it measured is wrong, 2 if called wrongly. */
    static int main(String[] args) {
        String name = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        try {
            return switch (name) {
                case "bytes" -> BytesBench.main(rest, System.out);
                case "ingest", "wear" -> TableBench.main(name, rest);
                case "start" -> StartBench.main(rest);
                default -> throw new IllegalArgumentException("unknown bench '" + name
                    + "' (bytes, start, ingest, wear)");
            };
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("cairn: bench: " + e.getMessage());
            return 2;
        }
    }
}
