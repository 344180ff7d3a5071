// SPDX-License-Identifier: Apache-2.0
package org.cairnmesh.core.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a caller will be told once it is durable.
 *
 * @param durable whether it is, should the commit have failed and the logs be read again; none of a
 *                refusal, which is true whatever happened
 * @param failed  what is told, with this detail, if it is not
 */
record Answer<T>(CompletableFuture<T> future, T value, Optional<Predicate<Spaces>> durable,
                 Function<String, T> failed) {
    void tell() {
        future.complete(value);
    }

    Answer<T> resolved(Spaces fresh, String detail) {
        boolean done = durable.orElseThrow().test(fresh);
        return done ? this : new Answer<>(future, failed.apply(detail), durable, failed);
    }

    void giveUp(String detail) {
        future.complete(failed.apply(detail));
    }
}
