// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.io.IOException;
import java.util.Arrays;
import org.cairnmesh.transport.sim.Air;

/** What {@code ./cairn demo} and {@code ./cairn air} start. */
public final class Main {
    private Main() { }

    /** Exits 0 if it worked, 1 if it did not, 2 if it was called in a wrong way. */
    public static void main(String[] args) throws IOException {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (command) {
            case "demo" -> System.exit(Demo.main(rest));
            case "air" -> Air.main(rest);
            case "bench" -> System.exit(bench(rest));
            default -> {
                System.err.println("cairn: unknown command '" + command + "'");
                System.exit(2);
            }
        }
    }

    private static int bench(String... args) throws IOException {
        String bench = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        return switch (bench) {
            case "ingest", "wear" -> TableBench.main(bench, rest);
            default -> {
                System.err.println("cairn: unknown bench '" + bench + "' (ingest, wear)");
                yield 2;
            }
        };
    }
}
