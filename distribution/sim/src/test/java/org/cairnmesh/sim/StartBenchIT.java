// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Path;
import org.cairnmesh.sim.Script.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bench of starts, on a log that is soon made. What it measures is no business of a test. */
@Timeout(value = 300, threadMode = SEPARATE_THREAD)
class StartBenchIT {
    @TempDir
    private Path directory;

    @Test
    void printsOneLineOfJson() throws IOException {
        Ran ran;
        try (Script script = new Script(directory).with("CAIRN_JAVA_OPTS",
            "-Djava.io.tmpdir=" + directory)) {
            ran = script.run("./cairn bench start --events 2000");
        }

        assertEquals(0, ran.status(), ran::toString);
        assertTrue(ran.out().matches("\\{\"bench\":\"start\",\"events\":20[0-9]{2},"
            + "\"readyMillis\":[0-9]+,\"heapMiB\":[0-9]+,\"lateBlockMicros\":[0-9]+,"
            + "\"lateCommitMicros\":[0-9]+}\n"),
            ran::toString);
    }

    @Test
    void refusesANumberOfEventsThatIsTooSmall() throws IOException {
        try (Script script = new Script(directory)) {
            assertEquals(new Ran(2, "",
                "usage: cairn bench start [--events N], N at least 1000\n"),
                script.run("./cairn bench start --events 999"));
        }
    }
}
