// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

import org.cairnmesh.api.event.DeviceId;
import org.cairnmesh.api.event.EventId;
import org.osgi.annotation.versioning.ProviderType;

/** What is known of the event being folded: what its author had seen, and who signed it. */
@ProviderType
public interface Causality {
    /** Whether the author of the event had seen another when it was written. */
    boolean saw(EventId earlier);

    /**
     * Which of two concurrent events is shown first: negative if {@code a} comes before {@code b}
     * in (event time, feed, number, block id, index). The greatest is shown first.
     */
    int precedence(EventId a, EventId b);

    /** The device whose box appended the event. */
    DeviceId device();

    /** The name that this box gave itself; not unique. */
    String box();
}
