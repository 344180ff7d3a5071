// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.log.Block;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.testkit.log.Blocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that begins with the blocks of a backup. */
class RestoredTest {
    @TempDir
    private Path home;
    private Path file;
    private final List<Block> blocks = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        file = home.resolve("log.mv");
        Blocks made = new Blocks(1);
        blocks.addAll(made.chain(20));
        blocks.addAll(made.chain(3));
        try (DataOutputStream out = new DataOutputStream(
            Files.newOutputStream(Restored.of(file)))) {
            out.writeInt(0);
            out.write(OneLog.SPACE.value().toArray());
            for (Block block : blocks) {
                byte[] bytes = Cbor.encode(block.item()).toArray();
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    private OneLog open() {
        return new OneLog(Disk.REAL, file, new Random(1), 1 << 20);
    }

    @Test
    void holdsThemInTheirOrderAndIsALogLikeAnother() {
        try (OneLog log = open()) {
            assertEquals(blocks, log.arrived(0, 100));
            assertEquals(20, log.frontier().height(blocks.get(0).feed()));
            assertFalse(Files.exists(Restored.of(file)));
        }
        try (OneLog log = open()) {
            assertEquals(blocks.size(), log.blocks());
        }
    }

    @Test
    void anEncryptedLogTakesThemToo() throws IOException {
        Disk disk = new EncryptedDisk(Disk.REAL, "key".toCharArray(), 1, new Random(1));
        try (OneLog log = new OneLog(disk, file, new Random(1), 1 << 20)) {
            assertEquals(blocks, log.arrived(0, 100));
        }
        assertTrue(EncryptedDisk.isEncrypted(Disk.REAL, file));
    }

    @Test
    void whatIsDamagedMakesNoLog() throws IOException {
        byte[] bytes = Files.readAllBytes(Restored.of(file));
        Files.write(Restored.of(file), Arrays.copyOf(bytes, bytes.length - 5));

        EventLogException e = assertThrows(EventLogException.class, this::open);

        assertTrue(e.getMessage().startsWith("cannot make " + file), e.getMessage());
        assertTrue(e.getMessage().contains("block 23"), e.getMessage());
        assertFalse(Files.exists(file));
    }
}
