// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import org.cairnmesh.api.event.BlockId;

/** What admission says of a block. */
public sealed interface Verdict {
    /** It is valid and new: it may be added. */
    record Admissible(Header header, BlockId id) implements Verdict { }

    /** It is held already. */
    record Held(Place place) implements Verdict { }

    /** The detail is for people. */
    record Refused(Refusal reason, String detail) implements Verdict { }
}
