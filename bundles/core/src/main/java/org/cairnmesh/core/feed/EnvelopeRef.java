// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.data.Bytes;

/**
 * What a header says of an envelope of its block: whose sensitive values it holds, and what it is,
 * so that a box without the space key can tell the right one from another.
 *
 * @param event the index of the event in the block
 * @param hash  of the envelope as it is kept
 */
public record EnvelopeRef(int event, Bytes hash) {
    public static final int HASH_SIZE = 16;

    public EnvelopeRef {
        if (event < 0 || hash.size() != HASH_SIZE) {
            throw new IllegalArgumentException("no envelope of event " + event + ": " + hash);
        }
    }

    /** What names these bytes. */
    public static EnvelopeRef to(int event, Bytes kept) {
        return new EnvelopeRef(event, Crypto.hash(kept.toArray()).head(HASH_SIZE));
    }

    /** Whether these bytes are the envelope. */
    boolean fits(Bytes kept) {
        return to(event, kept).equals(this);
    }
}
