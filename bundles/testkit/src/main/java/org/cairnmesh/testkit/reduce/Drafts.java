// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.testkit.reduce;

import java.util.List;
import java.util.Random;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.node.Draft;

/** Draws what an author writes next; of the draft only kind, payload and by are taken. */
@FunctionalInterface
public interface Drafts {
    /** A draft by an author who knows these events, in the order in which they were written. */
    Draft next(Random random, List<Event> known);
}
