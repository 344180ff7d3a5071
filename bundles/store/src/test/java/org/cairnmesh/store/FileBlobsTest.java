// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.testkit.blob.BlobsContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest extends BlobsContract {
    private static final String EMPTY_SHA256 =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @TempDir
    private Path home;
    private Path directory;

    @Override
    protected Blobs create() {
        try {
            directory = Files.createTempDirectory(home, "").resolve("data").resolve("blobs");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new FileBlobs(directory);
    }

    @Override
    protected Blobs reopen(Blobs blobs) {
        return new FileBlobs(directory);
    }

    @Test
    void aContentIsOneFileNamedByItsHash() throws IOException {
        Blobs blobs = create();

        blobs.put(new ByteArrayInputStream(new byte[0]), 10);
        blobs.put(new ByteArrayInputStream(new byte[0]), 10);

        assertEquals(List.of(directory.resolve("e3").resolve(EMPTY_SHA256.substring(2))), files());
    }

    @Test
    void leavesNoPartsOfWhatWasRefusedOrCutOff() throws IOException {
        Blobs blobs = create();
        assertThrows(BlobException.class,
            () -> blobs.put(new ByteArrayInputStream(new byte[100]), 99));
        assertEquals(List.of(), files());

        Files.writeString(directory.resolve("123.part"), "cut off by a kill");
        reopen(blobs);

        assertEquals(List.of(), files());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
