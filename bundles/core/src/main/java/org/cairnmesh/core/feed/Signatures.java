// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.BlockId;

/** Says whether the signatures of blocks are good; the same question has the same answer always. */
@FunctionalInterface
public interface Signatures {
    /** Verifies each when it is asked about. */
    Signatures WHEN_ASKED = Crypto::verifyBlock;

    boolean good(Bytes signingKey, BlockId id, Bytes signature);
}
