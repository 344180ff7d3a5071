// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.cairnmesh.api.log.EventLogException;
import org.cairnmesh.api.node.Appended;

/** What a caller will be told once it is durable. */
record Answer(CompletableFuture<Appended> future, Appended appended) {
    /** Answers a question about what is held; what fails fails for the engine too. */
    static <T> void give(CompletableFuture<T> answer, Optional<Held> held,
                         Function<Held, T> question) {
        try {
            answer.complete(question.apply(held.orElseThrow(() ->
                new EventLogException("the box has no log"))));
        } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
            if (held.isPresent()) {
                throw e;
            }
        }
    }

    void tell() {
        future.complete(appended);
    }
}
