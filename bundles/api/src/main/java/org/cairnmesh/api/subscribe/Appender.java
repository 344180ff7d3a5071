// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.subscribe;

import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How a subscriber appends what follows from a change, to the space that the change is of; never
 * blocks, never to be waited for.
 */
@ProviderType
public interface Appender {
    CompletionStage<Appended> append(Draft draft);
}
