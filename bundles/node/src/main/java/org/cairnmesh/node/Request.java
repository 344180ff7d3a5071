// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.node;

import java.util.concurrent.CompletionStage;
import org.cairnmesh.api.engine.Engine;
import org.cairnmesh.api.node.Appended;
import org.cairnmesh.api.node.Draft;
import org.cairnmesh.api.space.Order;
import org.cairnmesh.api.space.Ordered;

/** What a node asks of an engine for someone, and how it reads and words the answer. */
interface Request<T> {
    /** What an answer means for the node. */
    enum Sense {
        /** It is done and durable. */
        DONE,
        /** Refused: whoever asked is told. */
        REFUSED,
        /** Certainly not done, because engine or log are away. */
        AWAY,
        /** Certainly not done, because too much waits in the engine. */
        BUSY
    }

    /** Why the node itself refuses. */
    enum Why { AWAY, BUSY, UNCERTAIN }

    CompletionStage<T> of(Engine engine);

    Sense sense(T answer);

    T refusal(Why why, String detail);

    /** The detail of a refusal. */
    String detail(T answer);

    /** To append a draft. */
    record Append(Draft draft) implements Request<Appended> {
        @Override
        public CompletionStage<Appended> of(Engine engine) {
            return engine.append(draft);
        }

        @Override
        public Sense sense(Appended answer) {
            return !(answer instanceof Appended.Refused refused) ? Sense.DONE
                : switch (refused.reason()) {
                    case UNAVAILABLE -> Sense.AWAY;
                    case BUSY -> Sense.BUSY;
                    default -> Sense.REFUSED;
                };
        }

        @Override
        public Appended refusal(Why why, String detail) {
            return new Appended.Refused(switch (why) {
                case AWAY -> Appended.Reason.UNAVAILABLE;
                case BUSY -> Appended.Reason.BUSY;
                case UNCERTAIN -> Appended.Reason.STORAGE;
            }, detail);
        }

        @Override
        public String detail(Appended answer) {
            return answer instanceof Appended.Refused refused ? refused.detail() : "";
        }
    }

    /** To carry out an order. */
    record CarryOut(Order order) implements Request<Ordered> {
        @Override
        public CompletionStage<Ordered> of(Engine engine) {
            return engine.order(order);
        }

        @Override
        public Sense sense(Ordered answer) {
            return !(answer instanceof Ordered.Refused refused) ? Sense.DONE
                : switch (refused.reason()) {
                    case UNAVAILABLE -> Sense.AWAY;
                    case BUSY -> Sense.BUSY;
                    default -> Sense.REFUSED;
                };
        }

        @Override
        public Ordered refusal(Why why, String detail) {
            return new Ordered.Refused(switch (why) {
                case AWAY -> Ordered.Reason.UNAVAILABLE;
                case BUSY -> Ordered.Reason.BUSY;
                case UNCERTAIN -> Ordered.Reason.STORAGE;
            }, detail);
        }

        @Override
        public String detail(Ordered answer) {
            return answer instanceof Ordered.Refused refused ? refused.detail() : "";
        }
    }
}
