// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import java.util.Arrays;
import org.cairnmesh.transport.sim.Air;

/** What {@code ./cairn demo}, {@code air} and {@code bench} start. */
public final class Main {
    private Main() { }

    /** Exits 0 if it worked, 1 if it did not, 2 if it was called in a wrong way. */
    public static void main(String[] args) {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (command) {
            case "demo" -> System.exit(Demo.main(rest));
            case "bench" -> System.exit(Bench.main(rest));
            case "air" -> Air.main(rest);
            default -> {
                System.err.println("cairn: unknown command '" + command + "'");
                System.exit(2);
            }
        }
    }
}
