// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    private static final String ABOUT =
        "cairn backup 1\nname base\nspace survey\nmade 2026-01-01\nblocks 7\ncontents 1\n";

    @TempDir
    private Path directory;
    private Path file;
    private Path home;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("base.cairn");
        home = directory.resolve("home");
        byte[] log = new byte[50_000];
        new Random(1).nextBytes(log);
        byte[] content = "a photo".getBytes(StandardCharsets.US_ASCII);
        entries.put("about", ABOUT.getBytes(StandardCharsets.US_ASCII));
        entries.put("log", log);
        String hash = sha256(content);
        entries.put("blobs/" + hash.substring(0, 2) + "/" + hash.substring(2), content);
        zip(true);
    }

    private void zip(boolean withHashes) throws Exception {
        try (OutputStream out = Files.newOutputStream(file);
             ZipOutputStream zip = new ZipOutputStream(out)) {
            StringBuilder hashes = new StringBuilder();
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                hashes.append(sha256(entry.getValue())).append("  ").append(entry.getKey())
                    .append('\n');
            }
            if (withHashes) {
                zip.putNextEntry(new ZipEntry("hashes"));
                zip.write(hashes.toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private String restore(String... words) throws IOException {
        StringBuilder said = new StringBuilder();
        Restore.run(List.of(words), directory).then(line -> {
            said.append(line);
            return Outcome.done(0);
        }).end(status -> status, (status, line) -> {
            said.append(status).append(' ').append(line);
            return status;
        });
        return said.toString();
    }

    private String restore() throws IOException {
        return restore(file.toString(), "--home", home.toString());
    }

    @Test
    void makesAHomeThatWaitsForItsFirstStart() throws IOException {
        assertTrue(restore().startsWith("restored 7 blocks and 1 contents of 2026-01-01 to "));

        Home made = new Home(home);
        assertEquals("base", new ConfigFile(made, BoxConfig.PID).read().get("name"));
        assertEquals("survey", new ConfigFile(made, BoxConfig.PID).read().get("space"));
        assertTrue(Arrays.equals(entries.get("log"),
            Files.readAllBytes(made.data().resolve("log.restored"))));
        for (String name : entries.keySet()) {
            assertTrue(!name.startsWith("blobs") || Files.exists(made.data().resolve(name)));
        }
        assertFalse(Files.exists(home.resolve("identity")));
        assertEquals(List.of("base.cairn", "home"), names(directory));
    }

    @Test
    void takesAnotherName() throws IOException {
        restore("--home", home.toString(), "--name", "base2", file.toString());

        assertEquals("base2", new ConfigFile(new Home(home), BoxConfig.PID).read().get("name"));
    }

    @Test
    void refusesAHomeThatIsNotEmpty() throws IOException {
        Files.createDirectories(home);
        Files.writeString(home.resolve("identity"), "secret");

        assertEquals("1 " + home + " is not empty; give a new directory", restore());
        assertEquals(List.of("identity"), names(home));
    }

    @Test
    void aBackupThatWasCutAnywhereIsNamedAndNothingIsMade() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int size = 0; size < whole.length - 4_000; size += 1_777) {
            Files.write(file, Arrays.copyOf(whole, size));

            String said = restore();

            assertTrue(said.startsWith("1 " + file), size + ": " + said);
            assertFalse(Files.exists(home), "cut at " + size);
        }
        Files.write(file, Arrays.copyOf(whole, 20_000));
        assertEquals("1 " + file + " is damaged or cut off in log; nothing was restored. Whole in"
            + " it: about. Use another copy of the backup", restore());
    }

    @Test
    void aBackupWithoutItsEndIsRefused() throws Exception {
        zip(false);

        assertTrue(restore().startsWith("1 " + file + " is damaged or cut off; nothing was"));
    }

    @Test
    void aFlippedBitIsNoticedWhereverItIs() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(2);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            int at = 200 + random.nextInt(49_000);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);

            String said = restore();

            assertTrue(said.startsWith("1 " + file), at + ": " + said);
            assertFalse(Files.exists(home), "bit at " + at);
        }
    }

    @Test
    void aNameThatLeadsOutOfTheHomeIsRefused() throws Exception {
        entries.put("blobs/../../evil", new byte[1]);
        zip(true);

        assertTrue(restore().contains("holds blobs/../../evil"));
        assertEquals(List.of("base.cairn"), names(directory));
    }

    @Test
    void whatIsNoBackupIsNamed() throws IOException {
        Files.writeString(file, "something else");
        assertEquals("1 " + file + " is no backup of Cairn", restore());

        Files.delete(file);
        assertEquals("1 no file " + file, restore());
    }

    @Test
    void badWordsAreMisused() throws IOException {
        assertTrue(restore(file.toString()).startsWith("2 "));
        assertTrue(restore("--home", home.toString()).startsWith("2 "));
        assertTrue(restore(file.toString(), "--home", home.toString(), "--name", "a b")
            .startsWith("2 "));
    }

    private static List<String> names(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }
}
