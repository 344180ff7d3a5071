// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.log;

import java.util.Map;
import java.util.Set;
import org.cairnmesh.api.data.Bytes;
import org.cairnmesh.api.event.SpaceId;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The store of a box: a log for each of its spaces, and a few values of the box itself.
 *
 * <p>One thread at a time calls it and its logs. A commit is of one space, or of the box's own
 * values: each is all or nothing, as {@link EventLog} says, and what one log holds no other shows.
 * Every method throws {@link EventLogException} if the medium fails.
 */
@ProviderType
public interface EventLogs {
    /** The log of a space: empty until something is committed to it. */
    EventLog of(SpaceId space);

    /** The spaces to whose logs something was committed. */
    Set<SpaceId> spaces();

    /** Small named values that the engine keeps of the box, not of a space. */
    Map<String, Bytes> marks();

    /** Replaces those of the same name, all or nothing, durable on return. */
    void mark(Map<String, Bytes> marks);
}
