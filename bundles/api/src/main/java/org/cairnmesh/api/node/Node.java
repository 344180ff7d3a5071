// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.node;

import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A box, as programs on it see it. The service stays registered while the engine and the log behind
 * it are updated. Safe from any thread; nothing blocks.
 */
@ProviderType
public interface Node {
    /**
     * Appends a draft to the current space. While the engine or the log is away it waits a bounded
     * time. The stage never fails: a draft that was not appended is a refusal. Drafts that are not
     * awaited one by one may be appended in another order if an update comes between them. What
     * hangs on the stage runs on the thread that completes it, often the engine's: it returns at
     * once and waits for nothing.
     */
    CompletionStage<Appended> append(Draft draft);

    /**
     * Carries out an order of the box's owner. It waits, is refused and is answered as a draft is;
     * what it changed is in every snapshot from then on.
     */
    CompletionStage<Ordered> order(Order order);

    /** The last state that was published; cheap, immutable, and there also during updates. */
    Snapshot snapshot();
}
