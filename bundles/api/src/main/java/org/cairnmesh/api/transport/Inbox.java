// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.transport;

import org.osgi.annotation.versioning.ProviderType;

/** Where a driver puts what it heard. Safe from any thread; never blocks. */
@ProviderType
public interface Inbox {
    /** False if there was no room, or nobody listens any more: the frame is lost. */
    boolean offer(Frame frame);
}
