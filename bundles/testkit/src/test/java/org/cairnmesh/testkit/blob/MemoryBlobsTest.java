// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.blob;

import org.cairnmesh.api.blob.Blobs;

class MemoryBlobsTest extends BlobsContract {
    @Override
    protected Blobs create() {
        return new MemoryBlobs();
    }

    @Override
    protected Blobs reopen(Blobs blobs) {
        return blobs;
    }
}
