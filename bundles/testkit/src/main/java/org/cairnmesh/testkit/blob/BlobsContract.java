// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;
import org.junit.jupiter.api.Test;

/** What every provider of {@link Blobs} keeps. Whoever extends this says how they are made. */
public abstract class BlobsContract {
    private static final long SIZE_MAX = 10_000_000;

    /** Blobs that hold nothing. */
    protected abstract Blobs create();

    /** What a box finds after a restart: the blobs, closed and opened again. */
    protected abstract Blobs reopen(Blobs blobs);

    @Test
    void givesBackWhatWasPut() throws IOException {
        for (int size : List.of(0, 1, 8_191, 8_192, 8_193, 300_000)) {
            Blobs blobs = create();
            byte[] content = noise(size);

            Blobs.Blob blob = blobs.put(new ByteArrayInputStream(content), SIZE_MAX);

            assertEquals(new Blobs.Blob(sha256(content), size), blob);
            assertArrayEquals(content, read(blobs, blob.hash()));
            assertArrayEquals(content, read(reopen(blobs), blob.hash()));
        }
    }

    @Test
    void doesNotHaveWhatWasNotPut() {
        Blobs blobs = create();
        blobs.put(new ByteArrayInputStream(noise(10)), SIZE_MAX);

        assertEquals(Optional.empty(), blobs.get(sha256(noise(11))));
        assertEquals(Optional.empty(), blobs.get(Bytes.EMPTY));
        assertEquals(Optional.empty(), blobs.get(Bytes.of((byte) 1)));
    }

    @Test
    void theSameContentTwiceIsTheSameBlob() throws IOException {
        Blobs blobs = create();
        byte[] content = noise(1_000);

        Blobs.Blob one = blobs.put(new ByteArrayInputStream(content), SIZE_MAX);
        Blobs.Blob other = blobs.put(new ByteArrayInputStream(content), SIZE_MAX);

        assertEquals(one, other);
        assertArrayEquals(content, read(blobs, one.hash()));
    }

    @Test
    void takesContentAsLargeAsAllowedAndNoLarger() throws IOException {
        Blobs blobs = create();
        byte[] content = noise(20_000);

        assertThrows(BlobException.class,
            () -> blobs.put(new ByteArrayInputStream(content), 19_999));
        assertEquals(Optional.empty(), blobs.get(sha256(content)));
        assertEquals(Optional.empty(), blobs.get(sha256(noise(19_999))));

        Blobs.Blob blob = blobs.put(new ByteArrayInputStream(content), 20_000);
        assertArrayEquals(content, read(blobs, blob.hash()));
    }

    @Test
    void leavesTheStreamOpen() {
        boolean[] closed = new boolean[1];
        InputStream content = new ByteArrayInputStream(noise(10)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        create().put(content, SIZE_MAX);

        assertFalse(closed[0]);
    }

    @Test
    void keepsNothingOfAContentThatBreaksOff() {
        Blobs blobs = create();
        InputStream content = new InputStream() {
            private int left = 5_000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the phone went away");
                }
                return 1;
            }
        };

        assertThrows(BlobException.class, () -> blobs.put(content, SIZE_MAX));

        byte[] head = new byte[5_000];
        Arrays.fill(head, (byte) 1);
        assertEquals(Optional.empty(), blobs.get(sha256(head)));
    }

    @Test
    void manyAtOncePutTheSameAndOtherContents() throws IOException {
        Blobs blobs = create();

        Set<Blobs.Blob> put = IntStream.range(0, 64).parallel()
            .mapToObj(i -> blobs.put(new ByteArrayInputStream(noise(3_000 + i % 4)), SIZE_MAX))
            .collect(Collectors.toSet());

        assertEquals(4, put.size());
        for (Blobs.Blob blob : put) {
            assertArrayEquals(noise((int) blob.size()), read(blobs, blob.hash()));
        }
    }

    private static byte[] read(Blobs blobs, Bytes hash) throws IOException {
        try (InputStream in = blobs.get(hash).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    /** The same bytes for the same size. */
    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static Bytes sha256(byte[] content) {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
