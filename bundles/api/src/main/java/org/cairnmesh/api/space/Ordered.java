// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.api.space;

import java.util.List;
import org.cairnmesh.api.data.Item;

/** What became of an order. */
public sealed interface Ordered {
    /**
     * The order was carried out; that is durable, and shown.
     *
     * @param lines what people should know now
     * @param facts the same for programs
     */
    record Done(List<String> lines, Item.Table facts) implements Ordered {
        public Done {
            lines = List.copyOf(lines);
        }
    }

    /** Nothing of the order was carried out; the detail is a sentence for people. */
    record Refused(Reason reason, String detail) implements Ordered { }

    /** Why an order was refused. */
    enum Reason {
        /** No log or no engine within the time that the node waits: try again. */
        UNAVAILABLE(true),
        /** Too much waits already: try again. */
        BUSY(true),
        /** The medium of the log failed or is full. */
        STORAGE(true),
        /** What the order names is not here, or it is not clear which is meant. */
        UNKNOWN(false),
        /** The box is in no state for it; the detail says what to do first. */
        UNFIT(false),
        /** The order breaks a rule that the detail names. */
        MALFORMED(false);

        private final boolean retryable;

        Reason(boolean retryable) {
            this.retryable = retryable;
        }

        /** Whether the same order may be carried out later. */
        public boolean retryable() {
            return retryable;
        }
    }

    /** What was done. */
    default Done done() {
        if (this instanceof Done done) {
            return done;
        }
        throw new IllegalStateException(toString());
    }
}
