// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.feed;

import java.util.Optional;

/** Who may have feeds in a space. */
@FunctionalInterface
public interface Gate {
    /** Of a space that everyone is in who knows its name. */
    Gate NONE = founding -> Optional.empty();

    /** Why a feed that starts so is not taken; nothing if it is. */
    Optional<Refusal> refusal(Founding founding);
}
