// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.reduce;

import java.util.Set;
import org.cairnmesh.api.event.Event;
import org.cairnmesh.api.event.Kind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A plug-in that folds events of its kinds into documents, one for each key.
 *
 * <p>Every method is pure (the same arguments give an equal result, no clock, no state) and total:
 * a payload that makes no sense leaves the document as it was and adds a named problem to it. The
 * engine calls it from its own thread, for each key in the total order of events, and again from
 * the start of a key when an event arrives late. A reducer that throws is set aside and named.
 */
@ConsumerType
public interface Reducer {
    /** Names the projection; a later bundle with the same name continues it. */
    String name();

    /** Grows whenever the same events would fold into other documents. */
    int version();

    Set<Kind> kinds();

    /** The thing that an event of one of the kinds belongs to; of the event alone. */
    Key key(Event event);

    Document fold(Document before, Event event, Causality seen);

    /** What is shown of a folded document; empty if it is not to be shown. */
    Document view(Document state);
}
