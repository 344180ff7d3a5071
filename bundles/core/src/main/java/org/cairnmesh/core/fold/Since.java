// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.fold;

import java.util.Collection;
import java.util.Optional;
import org.cairnmesh.core.feed.Place;

/** What came since a projection was put into the checkpoint. */
public interface Since {
    /** Of a log that no checkpoint fits. */
    Since NONE = new Since() {
        @Override
        public Optional<Collection<Place>> moved(Cover cover) {
            return Optional.empty();
        }

        @Override
        public void unfit(String view) { }
    };

    /**
     * The blocks among those that the checkpoint covers that have moved in the order since, or
     * whose authors count as having seen more or less; nothing if it does not cover the first
     * blocks of this log.
     */
    Optional<Collection<Place>> moved(Cover cover);

    /** A view that is in the checkpoint cannot be used, and is folded anew. */
    void unfit(String view);
}
