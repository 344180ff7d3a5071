// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.EventLog;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Batches;
import org.cairnmesh.testkit.log.Contents;
import org.cairnmesh.testkit.log.MemoryEventLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever {@code commit} returned for is there after a loss of power, and nothing by halves. */
class PowerCutTest {
    private static final Path FILE = Path.of("log.mv");
    private static final int SEEDS = Integer.getInteger("cairn.seeds", 60);
    /** Held, or its level would be lost. */
    private static final Logger LOG = Logger.getLogger(LogFile.class.getName());

    @BeforeAll
    static void doNotTellOfEachFailure() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void tellAgain() {
        LOG.setLevel(null);
    }

    @Test
    void keepsWhatWasCommittedWhereverThePowerIsCut() {
        long commits = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            commits += new History(seed, 0, false).run();
        }
        assertTrue(commits > 20L * SEEDS, "hardly a commit came through: " + commits);
    }

    @Test
    void keepsWhatWasCommittedOnASickDisk() {
        long commits = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            commits += new History(1_000_000 + seed, 0.03, false).run();
        }
        assertTrue(commits > 20L * SEEDS, "hardly a commit came through: " + commits);
    }

    @Test
    void keepsWhatWasCommittedWhenItIsEncrypted() {
        long commits = 0;
        for (long seed = 0; seed < SEEDS / 6; seed++) {
            commits += new History(2_000_000 + seed, seed % 2 * 0.03, true).run();
        }
        assertTrue(commits > 3L * SEEDS, "hardly a commit came through: " + commits);
    }

    /** One box, its disk, and the log in memory that says what should be there. */
    private static final class History {
        private static final int LIVES = 6;
        private static final int COMMITS_MAX = 40;
        private static final int STEPS_MAX = 200;

        private final long seed;
        private final double faultRate;
        private final boolean encrypted;
        private final Random random;
        private final ForgetfulDisk disk;
        private final Batches batches;
        private final Set<String> tokens = new TreeSet<>();
        /** Batches whose commit failed: of these, one may be there after a loss of power. */
        private final List<Batch> unsure = new ArrayList<>();
        private Optional<MemoryEventLog> model = Optional.empty();
        private int commits;

        History(long seed, double faultRate, boolean encrypted) {
            this.encrypted = encrypted;
            this.seed = seed;
            this.faultRate = faultRate;
            random = new Random(seed);
            disk = new ForgetfulDisk(seed);
            batches = new Batches(seed);
        }

        /** Lives a few lives; how many commits came through. */
        int run() {
            try {
                for (int life = 0; life < LIVES; life++) {
                    live();
                    disk.reboot();
                }
                live();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ", commit " + commits, e);
            }
            return commits;
        }

        private void live() {
            if (model.isPresent()) {
                // first as it is, so that nothing hides behind a second cut
                OneLog log = open();
                settle(log);
                log.close();
            }
            disk.cutAfter(random.nextInt(STEPS_MAX));
            disk.failAt(faultRate);
            try (OneLog log = open()) {
                model = Optional.of(model.orElseGet(() -> new MemoryEventLog(log.id())));
                work(log);
            } catch (EventLogException e) {
                assertTrue(disk.isCut() || faultRate > 0, "failed on a healthy disk: " + e);
            }
        }

        /** Finds out which of the batches that failed is there, if any. */
        private void settle(EventLog log) {
            MemoryEventLog held = model.orElseThrow();
            Map<String, Optional<Bytes>> names = Contents.tokened(log, tokens);
            Contents found = Contents.of(log);
            for (Batch batch : unsure) {
                MemoryEventLog candidate = held.copy();
                candidate.commit(batch);
                if (found.equals(Contents.of(candidate))) {
                    assertEquals(Contents.tokened(candidate, tokens), names);
                    model = Optional.of(candidate);
                    unsure.clear();
                    return;
                }
            }
            unsure.clear();
            assertEquals(Contents.of(held), found);
            assertEquals(Contents.tokened(held, tokens), names);
        }

        private void work(EventLog log) {
            MemoryEventLog held = model.orElseThrow();
            for (int i = 0; i < COMMITS_MAX; i++) {
                Batch batch = batches.next(held);
                batch.stage().forEach(event -> tokens.add(event.token()));
                try {
                    log.commit(batch);
                    held.commit(batch);
                    unsure.clear();
                    commits++;
                } catch (EventLogException e) {
                    assertTrue(disk.isCut() || faultRate > 0, "failed on a healthy disk: " + e);
                    unsure.add(batch);
                    if (disk.isCut()) {
                        return;
                    }
                    disk.failAt(0);
                    assertUnchanged(log, held);
                    disk.failAt(faultRate);
                }
            }
            assertUnchanged(log, held);
        }

        /** A cut may come while the file is opened again; then the next life says what is there. */
        private void assertUnchanged(EventLog log, MemoryEventLog held) {
            try {
                assertEquals(Contents.of(held), Contents.of(log));
            } catch (EventLogException e) {
                assertTrue(disk.isCut(), "the disk is healthy, but: " + e);
            }
        }

        private OneLog open() {
            Disk used = encrypted
                ? new EncryptedDisk(disk, "key".toCharArray(), 1, new Random(seed)) : disk;
            return new OneLog(used, FILE, new Random(seed), 60_000);
        }
    }
}
