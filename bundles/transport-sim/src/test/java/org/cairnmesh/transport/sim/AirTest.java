// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.transport.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class AirTest {
    @Test
    void saysWhereItListensAndEndsWhenInterrupted() throws Exception {
        PipedInputStream pipe = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(pipe), true);
        FutureTask<Integer> code = new FutureTask<>(() -> Air.run(("--port 0 --sf 9 --bandwidth"
            + " 250000 --coding-rate 6 --duty 0.2 --loss 0.1 --repeat 0.1 --late-millis 100"
            + " --seed -7 --scale 50.5").split(" "), out, System.err));
        Thread thread = new Thread(code, "air under test");
        thread.start();

        String line = new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))
            .readLine();
        thread.interrupt();

        assertTrue(line.matches("air listening on 127\\.0\\.0\\.1:[1-9][0-9]*"), line);
        assertEquals(0, code.get());
    }

    @Test
    void saysInOneLineWhatIsWrongWithAnOption() {
        for (String wrong : List.of("--port", "--port x", "--port 65536", "--sf 4", "--sf 13",
            "--coding-rate 9", "--bandwidth 1", "--duty 0", "--duty 1.5", "--loss -1", "--loss NaN",
            "--scale 0", "--scale NaN", "--scale 10001", "--seed 1.5", "--dance 1",
            "--late-millis -1", "--duty 0.001 --sf 12")) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();

            int code = Air.run(wrong.split(" "), System.out, new PrintStream(err, true));

            String said = err.toString(StandardCharsets.UTF_8);
            assertEquals(2, code, wrong);
            assertTrue(said.matches("air: [^\\n]+ \\(try --help\\)\\n"), wrong + " -> " + said);
        }
    }

    @Test
    void explainsEveryOption() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertEquals(0, Air.run(new String[] {"--help"}, new PrintStream(out, true), System.err));

        assertEquals(Air.USAGE, out.toString(StandardCharsets.UTF_8));
    }
}
