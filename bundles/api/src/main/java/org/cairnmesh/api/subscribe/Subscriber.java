// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.subscribe;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A program that is told about every event of the box's current space after it has arrived and is
 * durable. A whiteboard service: it survives updates of the engine.
 *
 * <p>The engine thread calls it, in slices and in the order of arrival, at least once for each
 * event: after a restart again from where {@link #from} says. It returns at once; who throws is set
 * aside, named and counted.
 */
@ConsumerType
public interface Subscriber {
    /**
     * How far this subscriber has come; asked when the engine meets it, and whenever the box uses
     * another space: a cursor of another space's log means the beginning of this one.
     */
    Cursor from();

    void changed(Change change, Appender appender);
}
