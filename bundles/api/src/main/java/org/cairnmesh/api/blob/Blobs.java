// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.blob;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.cairnmesh.api.data.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Large contents, each named by its SHA-256. Safe from any thread. What {@link #put} returned for
 * is durable. Throws {@link BlobException} if the medium fails.
 */
@ProviderType
public interface Blobs {
    /** What was stored: the SHA-256 of the content (32 bytes) and its size in bytes. */
    record Blob(Bytes hash, long size) { }

    /**
     * Stores the whole content; the same content twice is stored once. The caller closes the
     * stream.
     *
     * @throws BlobException also if the content is larger than {@code sizeMax} bytes; nothing is
     *                       kept
     */
    Blob put(InputStream content, long sizeMax);

    /** The content with this hash, if it is here; the caller closes it. */
    Optional<InputStream> get(Bytes hash);

    /** The hashes of all contents that are here, ascending. */
    List<Bytes> hashes();
}
