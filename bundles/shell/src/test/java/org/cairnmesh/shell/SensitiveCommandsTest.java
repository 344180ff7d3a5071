// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.cairnmesh.api.data.Item;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.record.RecordDrafts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensitiveCommandsTest {
    @TempDir
    Path directory;

    private Shells shells;

    @BeforeEach
    void open() {
        shells = new Shells(directory);
    }

    @AfterEach
    void close() {
        shells.close();
    }

    private Draft lastDraft() {
        return shells.node.accepted().get(shells.node.accepted().size() - 1);
    }

    @Test
    void whatIsSensitiveLeavesThePayload() {
        shells.ok("create", "R-100", "well", "a=1", "b=2", "c=3", "--sensitive", "a",
            "--sensitive", "b");
        assertEquals(new Item.Table(Map.of(RecordDrafts.VALUES, new Item.Table(
            Map.of("a", Item.of(1), "b", Item.of(2))))), lastDraft().sensitive());
        assertEquals(Map.of("c", Item.of(3)),
            lastDraft().payload().table(RecordDrafts.VALUES).entries());

        assertEquals("R-100 (well): phone = 0700123456\n",
            shells.ok("set", "R-100", "phone", "0700123456", "--sensitive"));
        assertEquals(new Item.Table(Map.of(RecordDrafts.VALUES, new Item.Table(
            Map.of("phone", Item.of("0700123456"))))), lastDraft().sensitive());
        assertEquals(Map.of(), lastDraft().payload().table(RecordDrafts.VALUES).entries());
    }
}
