// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.engine;

import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.node.Snapshot;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the node puts in front of everyone else. Safe from any thread; nothing blocks.
 *
 * <p>Every stage that was handed out completes: when the engine is closed, what had become durable
 * is accepted, and all else is refused as unavailable, which means certainly not appended, or of
 * an order certainly not carried out.
 */
@ProviderType
public interface Engine {
    CompletionStage<Appended> append(Draft draft);

    /** Carries out an order, in its turn among drafts and orders. */
    CompletionStage<Ordered> order(Order order);

    Snapshot snapshot();
}
