// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.cairnmesh.api.transport.LoRa;

/**
 * The program behind {@code ./cairn air}: one simulated cell for the boxes of this machine. Exit
 * code 1 if it cannot work, 2 if it was called in a wrong way; each time with one line that says
 * why.
 */
public final class Air {
    static final String USAGE = """
        air: a simulated LoRa cell that boxes on this machine join

          --port P           the port on 127.0.0.1; 0 (the default) takes any
          --sf N             spreading factor, 5 to 12 (8)
          --bandwidth HZ     (125000)
          --coding-rate N    5 to 8, for 4/5 to 4/8 (5)
          --duty SHARE       of the time that a station may send (0.1)
          --loss SHARE       of LoRa frames that a receiver misses (0)
          --repeat SHARE     of frames that are heard twice (0)
          --late-millis MS   a frame is delivered up to this much later (0)
          --seed N           (1)
          --scale X          seconds of the cell that pass in a second (1)
        """;
    static final double SCALE_MAX = 10_000;
    private static final Set<String> OPTIONS = Set.of("--port", "--sf", "--bandwidth",
        "--coding-rate", "--duty", "--loss", "--repeat", "--late-millis", "--seed", "--scale");

    private record Plan(CellSettings cell, int port, long seed, double scale) { }

    private Air() { }

    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    /** Serves until its thread is interrupted; the exit code. */
    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        Plan plan;
        try {
            plan = plan(arguments);
        } catch (IllegalArgumentException wrong) {
            err.println("air: " + wrong.getMessage() + " (try --help)");
            return 2;
        }
        Cell cell = new Cell(plan.cell, new Random(plan.seed));
        try (AirServer server = AirServer.open(cell, plan.scale, System::nanoTime, plan.port)) {
            out.println("air listening on 127.0.0.1:" + server.port());
            out.flush();
            server.run();
            return 0;
        } catch (IOException failed) {
            err.println("air: cannot serve on 127.0.0.1:" + plan.port + ": "
                + failed.getMessage());
            return 1;
        }
    }

    private static Plan plan(String[] arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!OPTIONS.contains(arguments[i])) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            given.put(arguments[i], arguments[i + 1]);
        }
        LoRa lora = new LoRa((int) whole(given, "--sf", 8, 0, 99),
            (int) whole(given, "--bandwidth", 125_000, 0, Integer.MAX_VALUE),
            (int) whole(given, "--coding-rate", 5, 0, 99));
        CellSettings cell = new CellSettings(lora, number(given, "--duty", 0.1),
            number(given, "--loss", 0), number(given, "--repeat", 0),
            whole(given, "--late-millis", 0, 0, Integer.MAX_VALUE), CellSettings.MTU_BYTES);
        double scale = number(given, "--scale", 1);
        if (!(scale > 0 && scale <= SCALE_MAX)) {
            throw new IllegalArgumentException("--scale must be above 0 and at most " + SCALE_MAX);
        }
        return new Plan(cell, (int) whole(given, "--port", 0, 0, 65_535),
            whole(given, "--seed", 1, Long.MIN_VALUE, Long.MAX_VALUE), scale);
    }

    private static long whole(Map<String, String> given, String option, long usual, long min,
                              long max) {
        String text = given.getOrDefault(option, String.valueOf(usual));
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, as for a number out of range.
        }
        throw new IllegalArgumentException(option + " must be a whole number from " + min + " to "
            + max + ", not '" + text + "'");
    }

    private static double number(Map<String, String> given, String option, double usual) {
        String text = given.getOrDefault(option, String.valueOf(usual));
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(option + " must be a number, not '" + text + "'");
        }
    }
}
