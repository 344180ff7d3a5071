// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.blob;

/** A content could not be stored or read; the message says why. */
public final class BlobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BlobException(String message) {
        super(message);
    }

    public BlobException(String message, Throwable cause) {
        super(message, cause);
    }
}
