// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cairnmesh.api.blob.BlobException;
import org.cairnmesh.api.blob.Blobs;
import org.cairnmesh.api.data.Bytes;

/** Large contents in memory, for tests. Safe from any thread. */
public final class MemoryBlobs implements Blobs {
    private static final int BYTES_MAX = 1 << 30;

    private final Map<Bytes, Bytes> contents = new ConcurrentHashMap<>();

    @Override
    public Blob put(InputStream content, long sizeMax) {
        try {
            byte[] bytes = content.readNBytes((int) Math.min(sizeMax, BYTES_MAX) + 1);
            if (bytes.length > sizeMax) {
                throw new BlobException("larger than " + sizeMax + " bytes");
            }
            Bytes hash = Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes));
            contents.put(hash, Bytes.of(bytes));
            return new Blob(hash, bytes.length);
        } catch (IOException e) {
            throw new BlobException("cannot read the content", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public Optional<InputStream> get(Bytes hash) {
        return Optional.ofNullable(contents.get(hash))
            .map(bytes -> new ByteArrayInputStream(bytes.toArray()));
    }

    @Override
    public List<Bytes> hashes() {
        return contents.keySet().stream().sorted().toList();
    }
}
