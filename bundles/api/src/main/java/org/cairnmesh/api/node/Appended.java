// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.node;

import org.cairnmesh.api.event.EventId;

/** What became of a draft. */
public sealed interface Appended {
    /** The event is durable and visible. */
    record Accepted(EventId id) implements Appended { }

    /** The draft was certainly not appended; the detail is a sentence for people. */
    record Refused(Reason reason, String detail) implements Appended { }

    /** Why a draft was refused. */
    enum Reason {
        /** No log or no engine within the time that the node waits: try again. */
        UNAVAILABLE(true),
        /** Too many drafts wait already: try again. */
        BUSY(true),
        /** The medium of the log failed or is full. */
        STORAGE(true),
        /** The event is larger than a block. */
        OVERSIZE(false),
        /** The draft breaks a rule that the detail names. */
        MALFORMED(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same draft may be accepted later. */
        public boolean retryable() {
            return retryable;
        }
    }

    /** The event's id. */
    default EventId accepted() {
        if (this instanceof Accepted accepted) {
            return accepted.id();
        }
        throw new IllegalStateException(toString());
    }
}
