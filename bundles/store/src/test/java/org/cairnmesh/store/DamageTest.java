// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Batch;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Batches;
import org.cairnmesh.testkit.log.Blocks;
import org.cairnmesh.testkit.log.Contents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log gives from a file that rotted: all that is whole, and the names of the rest. */
class DamageTest {
    private static final Logger LOG = Logger.getLogger(LogFile.class.getName());
    private static final int COMMITS = 40;

    @TempDir
    private Path home;
    private Path file;
    private Contents before;
    private byte[] whole;
    private int opened;

    @BeforeAll
    static void doNotTellOfEachFile() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void tellAgain() {
        LOG.setLevel(null);
    }

    @BeforeEach
    void write() throws IOException {
        file = home.resolve("log.mv");
        try (OneLog log = open()) {
            Batches batches = new Batches(5);
            for (int i = 0; i < COMMITS; i++) {
                log.commit(batches.next(log));
            }
            before = Contents.of(log);
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void losesNothingUnnamedWhereverASectorRots() throws IOException {
        Random random = new Random(3);
        int salvaged = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length / 512) * 512;
            byte[] noise = new byte[512];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, at, noise.length);
            salvaged += check(damaged, "sector at " + at) ? 1 : 0;
        }
        assertTrue(salvaged > 5, "nothing had to be salvaged: " + salvaged);
    }

    @Test
    void losesNothingUnnamedWhereverABitFlips() throws IOException {
        Random random = new Random(4);
        int salvaged = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            int at = random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            salvaged += check(damaged, "bit in byte " + at) ? 1 : 0;
        }
        assertTrue(salvaged > 5, "nothing had to be salvaged: " + salvaged);
    }

    /** Answers whether the file had to be salvaged. */
    private boolean check(byte[] damaged, String where) throws IOException {
        Files.write(file, damaged);
        Contents after;
        Aside aside;
        try (OneLog log = open()) {
            after = read(log);
            aside = log.aside();
            log.commit(new Batches(6).next(log));
        } catch (RuntimeException e) {
            throw new AssertionError(where, e);
        }
        Set<Block> held = new HashSet<>(after.arrived());
        Set<BlockId> named =
            aside.blocks().stream().map(Aside.Missing::id).collect(Collectors.toSet());
        for (Block block : before.arrived()) {
            assertTrue(held.contains(block) != named.contains(block.id()),
                where + ": block " + block.number() + " of " + block.feed());
        }
        assertEquals(before.arrived().size(), after.arrived().size() + named.size(), where);
        assertEquals(before.marks(), after.marks(), where);
        assertEquals(before.staged(), after.staged(), where);
        boolean salvaged = !aside.notes().isEmpty();
        assertEquals(!salvaged, before.id().equals(after.id()), where);
        if (salvaged) {
            Path kept = home.resolve("log.mv.damaged-1");
            assertTrue(aside.notes().get(0).contains(kept.toString()), aside.notes().toString());
            Files.delete(kept);
        }
        return salvaged;
    }

    /** As an engine does: what fails is tried again. */
    private static Contents read(OneLog log) {
        for (int i = 0; i < 4; i++) {
            try {
                return Contents.of(log);
            } catch (EventLogException e) {
                continue;
            }
        }
        return Contents.of(log);
    }

    @Test
    void keepsTheDamagedFileAsItWas() throws IOException {
        byte[] damaged = whole.clone();
        Arrays.fill(damaged, 8_192, 12_288, (byte) 7);
        Arrays.fill(damaged, whole.length - 4_096, whole.length - 600, (byte) 7);
        Files.write(file, damaged);

        try (OneLog log = open()) {
            read(log);
            assertNotEquals(before.id(), log.id());
        }
        assertArrayEquals(damaged, Files.readAllBytes(home.resolve("log.mv.damaged-1")));
    }

    @Test
    void whatWasSetAsideComesBackByArriving() {
        Blocks blocks = new Blocks(9);
        try (OneLog log = open()) {
            List<Block> chain = blocks.chain(3);
            log.commit(new Batch(List.of(blocks.staged("a"), blocks.staged("b")), chain, 0,
                Map.of()));
            Contents full = Contents.of(log);

            log.setAside(Set.of(chain.get(1).id(), chain.get(2).id()), Set.of(0));
            assertEquals(2, log.aside().blocks().size());
            assertEquals(Optional.of(chain.get(1)), log.aside().blocks().stream()
                .filter(m -> m.number() == 2).findFirst().orElseThrow().block());
            assertEquals(1, log.aside().staged());
            assertEquals(full.staged().subList(1, full.staged().size()), log.staged());

            log.commit(Batch.sealing(chain.subList(1, 3), 0));
            assertEquals(List.of(), log.aside().blocks());
            assertEquals(new HashSet<>(full.arrived()), new HashSet<>(Contents.of(log).arrived()));
        }
    }

    private OneLog open() {
        return new OneLog(Disk.REAL, file, new Random(++opened), 1 << 20);
    }
}
