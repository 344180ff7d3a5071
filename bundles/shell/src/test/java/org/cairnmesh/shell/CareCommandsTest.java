// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.data.Cbor;
import org.cairnmesh.api.event.BlockId;
import org.cairnmesh.api.event.FeedId;
import org.cairnmesh.api.log.Aside;
import org.cairnmesh.api.log.Block;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CareCommandsTest {
    @TempDir
    private Path directory;
    private Shells shells;

    @BeforeEach
    void open() {
        shells = new Shells(directory);
        for (int i = 1; i <= 150; i++) {
            shells.ledger.blocks.add(block(i));
        }
        byte[] content = {1, 2, 3};
        shells.contents.put(Bytes.of(ViewDigest.sha256().digest(content)), content);
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private static Block block(int number) {
        return new Block(id(number), new FeedId(Bytes.of(new byte[FeedId.SIZE])), number,
            number == 1 ? BlockId.NONE : id(number - 1), 3, Bytes.ofLong(number),
            Bytes.ofLong(-number), Bytes.EMPTY);
    }

    private static BlockId id(int number) {
        byte[] id = new byte[BlockId.SIZE];
        id[0] = 1;
        id[1] = (byte) number;
        return new BlockId(Bytes.of(id));
    }

    @Test
    void checkCountsWhatItChecked() {
        String out = shells.ok("check", "--json");

        assertEquals("{\"blocks\":150,\"damagedBlocks\":0,\"asideBlocks\":0,\"staged\":2,"
            + "\"damagedStaged\":0,\"unreadable\":0,\"contents\":1,\"damagedContents\":0,"
            + "\"findings\":[]}\n", out);
        assertTrue(shells.ok("check").contains("blocks: hashes, chain, signatures  150"));
    }

    @Test
    void checkNamesADamagedBlockAndFails() {
        shells.ledger.bad.put(id(9), "its signature is wrong");

        Shells.Answer answer = shells.run("check");

        assertEquals(1, answer.status());
        assertTrue(answer.out().contains("block 9 of feed 00000000"), answer.out());
        assertTrue(answer.out().contains("its signature is wrong"), answer.out());
    }

    @Test
    void checkNamesADamagedContent() {
        Bytes name = shells.contents.keySet().iterator().next();
        shells.contents.put(name, new byte[] {1, 2, 4});

        Shells.Answer answer = shells.run("check");

        assertEquals(1, answer.status());
        assertTrue(answer.out().contains("content " + name), answer.out());
    }

    @Test
    void checkNamesWhatWasSetAside() {
        shells.ledger.aside = new Aside(List.of(new Aside.Missing(block(1).feed(), 151, id(151),
            Optional.empty())), 0, List.of("the file was damaged"));

        Shells.Answer answer = shells.run("check");

        assertEquals(1, answer.status());
        assertTrue(answer.out().contains("block 151"), answer.out());
        assertTrue(answer.out().contains("the file was damaged"), answer.out());
    }

    @Test
    void checkOfALogThatChangesUnderItSaysSo() {
        shells.ledger.onRead = () -> shells.ledger.id = Bytes.ofLong(2);

        Shells.Answer answer = shells.run("check");

        assertEquals(1, answer.status());
        assertTrue(answer.err().contains("damage was found meanwhile"), answer.err());
    }

    @Test
    void withoutAnEngineTheySaySo() {
        shells.takeStoreAway();

        assertEquals(1, shells.run("check").status());
        assertTrue(shells.run("backup", "b.cairn").err().contains("away"));
    }

    @Test
    void aBackupHoldsAllBlocksInOrderAndTheContents() throws IOException {
        shells.ok("backup", "b.cairn");

        assertTrue(shells.ledger.sealed);
        try (ZipFile zip = new ZipFile(directory.resolve("b.cairn").toFile())) {
            List<String> names = zip.stream().map(Object::toString).toList();
            assertEquals(4, names.size());
            assertEquals(List.of("about", "log"), names.subList(0, 2));
            assertEquals("hashes", names.get(3));
            byte[] log = zip.getInputStream(zip.getEntry("log")).readAllBytes();
            assertEquals(shells.ledger.blocks, blocks(log));
        }
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    private static List<Block> blocks(byte[] log) throws IOException {
        List<Block> blocks = new ArrayList<>();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(log));
        while (in.available() > 0) {
            int size = in.readInt();
            byte[] bytes = in.readNBytes(size == 0 ? 16 : size);
            if (size > 0) {
                blocks.add(Block.of(Cbor.decode(Bytes.of(bytes))));
            }
        }
        return blocks;
    }

    @Test
    void aBackupThatFailsLeavesTheFormerOne() throws IOException {
        Files.writeString(directory.resolve("b.cairn"), "former");
        shells.ledger.onRead = () -> shells.ledger.id = Bytes.ofLong(2);

        assertEquals(1, shells.run("backup", "b.cairn").status());

        assertEquals("former", Files.readString(directory.resolve("b.cairn")));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aBackupToNoDirectorySaysSo() {
        assertTrue(shells.run("backup", "none/b.cairn").err().contains("cannot write"));
    }
}
