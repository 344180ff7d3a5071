// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.store;

/** The bytes of a file are not those that were written. */
final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
