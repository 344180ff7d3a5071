// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Batches;
import org.cairnmesh.testkit.log.Contents;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while it commits; what it said it had committed is there. */
class KillTest {
    private static final int ROUNDS = 3;
    private static final int COMMITS = 60;

    @TempDir
    private Path home;

    /** The victim: commits for ever, and says the number of each commit once it is done. */
    public static void main(String[] args) {
        OneLog log = open(Path.of(args[0]));
        Batches batches = new Batches(Long.parseLong(args[1]));
        for (int i = 1;; i++) {
            log.commit(batches.next(log));
            System.out.println(i);
        }
    }

    @Test
    void keepsWhatAKilledProcessSaidItHadCommitted() throws IOException, InterruptedException {
        Path file = home.resolve("log.mv");
        OneLog empty = open(file);
        MemoryEventLog model = new MemoryEventLog(empty.id());
        empty.close();
        for (int round = 0; round < ROUNDS; round++) {
            Process victim = start(file, round);
            int said = killAfter(victim, COMMITS + 17 * round);

            try (OneLog log = open(file)) {
                model = replay(model, round, said, log);
                Batch more = new Batches(100 + round).next(model);
                log.commit(more);
                model.commit(more);
                assertEquals(Contents.of(model), Contents.of(log));
            }
        }
    }

    @Test
    void saysThatAnotherProcessUsesTheFile() throws IOException, InterruptedException {
        Path file = home.resolve("log.mv");
        Process user = start(file, 1);
        String message = "";
        try (BufferedReader lines = user.inputReader(StandardCharsets.UTF_8)) {
            lines.readLine();
            open(file).close();
        } catch (EventLogException e) {
            message = e.getMessage();
        } finally {
            user.destroyForcibly().waitFor();
        }

        assertEquals(file + " is in use by another process", message);
    }

    private static Process start(Path file, long seed) throws IOException {
        return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m", "-cp",
            System.getProperty("java.class.path"), KillTest.class.getName(), file.toString(),
            Long.toString(seed)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** The last number that the victim said before it died. */
    private static int killAfter(Process victim, int commits)
            throws IOException, InterruptedException {
        int said = 0;
        try (BufferedReader lines = victim.inputReader(StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null;) {
                said = Integer.parseInt(line);
                if (said >= commits) {
                    // by its handle: this way what it has said so far can still be read
                    victim.toHandle().destroyForcibly();
                }
            }
        }
        victim.waitFor();
        assertTrue(said >= commits, "the victim died by itself after " + said);
        return said;
    }

    /** Does what the victim did; the commit that it died in may be there or not. */
    private static MemoryEventLog replay(MemoryEventLog before, long seed, int said, EventLog log) {
        MemoryEventLog model = before.copy();
        Batches batches = new Batches(seed);
        for (int i = 0; i < said; i++) {
            model.commit(batches.next(model));
        }
        Contents found = Contents.of(log);
        if (!Contents.of(model).equals(found)) {
            model.commit(batches.next(model));
            assertEquals(Contents.of(model), found);
        }
        return model;
    }

    private static OneLog open(Path file) {
        return new OneLog(Disk.REAL, file, new Random(1), 200_000);
    }
}
