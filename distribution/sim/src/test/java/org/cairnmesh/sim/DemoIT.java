// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Timeout.ThreadMode.SEPARATE_THREAD;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cairnmesh.sim.Script.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job, as its user starts it. */
@Timeout(value = 300, threadMode = SEPARATE_THREAD)
class DemoIT {
    @TempDir
    private Path directory;

    @Test
    void threeBoxesAgreeAndATableSaysSo() throws IOException {
        Ran demo;
        try (Script script = new Script(directory)) {
            demo = script.run("./cairn demo");
        }

        assertEquals(0, demo.status(), demo::toString);
        assertEquals("", demo.err());
        List<String[]> table = demo.out().lines().dropWhile(line -> !line.startsWith("BOX "))
            .takeWhile(line -> !line.isEmpty()).map(line -> line.split(" {2,}")).toList();
        assertEquals(List.of("BOX", "base", "north", "south"),
            table.stream().map(row -> row[0].split(" ")[0]).toList(), demo.out());
        assertEquals("VIEW DIGEST", table.get(0)[table.get(0).length - 1]);
        Set<String> digests = table.stream().skip(1).map(row -> row[row.length - 1])
            .collect(Collectors.toSet());
        assertEquals(1, digests.size(), demo.out());
        assertTrue(digests.iterator().next().matches("[0-9a-f]{16}"), demo.out());
        for (String bundle : List.of("reducer-schema", "transport-sim", "store", "core")) {
            assertTrue(demo.out().contains("- base: updated " + bundle + " to "), demo.out());
        }
        assertTrue(demo.out().contains("Esther on north") && demo.out().contains("Farouk on south"),
            demo.out());
        assertTrue(demo.out().endsWith(
            "\nAll boxes agree; nothing is missing or doubled; nothing was restarted.\n"),
            demo.out());
    }

    @Test
    void twoBoxesAreTooFew() throws IOException {
        try (Script script = new Script(directory)) {
            assertEquals(new Ran(2, "", "cairn demo: --boxes is from 3 to 6, not 2\n"),
                script.run("./cairn demo --boxes 2"));
        }
    }
}
