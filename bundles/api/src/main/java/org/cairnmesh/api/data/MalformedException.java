// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.data;

/** Bytes that are not the encoding of what they should be; the message says what and where. */
public final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
