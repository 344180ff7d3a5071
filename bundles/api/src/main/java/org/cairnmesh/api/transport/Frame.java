// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

import org.cairnmesh.api.data.Bytes;

/** What a medium moves in one piece: whole, or lost. */
public record Frame(Bytes bytes) {
    public Frame {
        if (bytes.size() == 0) {
            throw new IllegalArgumentException("an empty frame");
        }
    }
}
